import { clip } from '../domain/clip.ts'
import { byEveryName } from '../domain/line-names.ts'
import { mayBe, namesOf, type Permission } from '../domain/may.ts'
import { own } from '../domain/own.ts'
import type { ActByApi } from '../domain/act.ts'
import type { AndonConfig } from './define-andon.ts'

/** What the config has to allow, for each act. Whoever IAM lets resolve may. */
const permissions: Readonly<Record<ActByApi['kind'], Permission | undefined>> = {
  resolve: undefined,
  undo: 'run',
  run: 'run',
  approve: 'approve',
  refuse: 'approve',
  stop: 'stop',
  start: 'start',
  restore: 'approve',
}

/** Whoever IAM lets may, where the config names nobody: anyone may pull a cord, and a long pull does the same. */
const openToAll: ReadonlySet<Permission> = new Set(['stop'])

/** Says why somebody may not do something on a line, by what the config says; nothing when they may. */
export function whoMay({ lines }: Pick<AndonConfig, 'lines'>) {
  const known = byEveryName(lines)
  return (act: ActByApi['kind'], line: string, arn: string): string | undefined => {
    const permission = permissions[act]
    if (permission === undefined) return undefined
    const found = own(known, line)
    const patterns = found?.may?.[permission]
    if (found !== undefined && patterns === undefined && openToAll.has(permission)) return undefined
    if (mayBe(patterns, namesOf(arn))) return undefined
    return `${arn} may not ${act} on ${line}: see \`may.${permission}\` of the line in andon.config.ts`
  }
}

/** Says that there is no such line, and which there are; nothing when there is one that has or had the name. */
export function noSuchLine({ lines }: Pick<AndonConfig, 'lines'>) {
  const known = byEveryName(lines)
  return (line: string): string | undefined =>
    own(known, line) === undefined
      ? `there is no line ${JSON.stringify(clip(line, 80))}: ${Object.keys(lines).join(', ')}`
      : undefined
}
