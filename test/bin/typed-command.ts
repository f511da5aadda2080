import { stripVTControlCharacters } from 'node:util'
import type { Aws } from '../../bin/aws.ts'
import { andon } from '../../bin/program.ts'
import type { ExitCode } from '../../bin/verb.ts'
import { type Instant, instant } from '../../functions/domain/instant.ts'
import { at } from '../signals.ts'

export interface Typed {
  readonly code: ExitCode
  readonly said: readonly string[]
  readonly remarked: string
}

interface Sitting {
  readonly now?: Instant
  /** What the person answers when asked; undefined: there is nobody. */
  readonly answer?: string
  readonly newId?: () => string
}

/** Types a command as ada at nine, whose clock moves only while a command waits. */
export async function typed(
  line: string | readonly string[],
  aws: Aws,
  { now = at('09:00'), answer, newId = () => 'one-of-a-kind' }: Sitting = {},
) {
  const said: string[] = []
  const remarked: string[] = []
  let time = Date.parse(now)
  const code = await andon(typeof line === 'string' ? line.split(' ') : line, {
    connect: () => aws,
    terminal: {
      say: (text) => void said.push(...stripVTControlCharacters(text).split('\n')),
      remark: (text) => void remarked.push(text),
      good: (text) => text,
      bad: (text) => text,
      ask: answer === undefined ? undefined : async () => answer,
    },
    clock: { now: () => instant(time), pause: async (ms) => void (time += ms), chance: () => 0 },
    user: 'ada',
    newId,
  })
  return { code, said, remarked: remarked.join('\n') } satisfies Typed
}
