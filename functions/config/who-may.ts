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
  restore: 'approve',
}

/** Says why somebody may not do something on a line, by what the config says; nothing when they may. */
export function whoMay({ lines }: Pick<AndonConfig, 'lines'>) {
  const known = byEveryName(lines)
  return (act: ActByApi['kind'], line: string, arn: string): string | undefined => {
    const permission = permissions[act]
    if (permission === undefined) return undefined
    if (mayBe(own(known, line)?.may?.[permission], namesOf(arn))) return undefined
    return `${arn} may not ${act} on ${line}: see \`may.${permission}\` of the line in andon.config.ts`
  }
}
