import { fieldIn } from '../../functions/domain/field-in.ts'
import { knownOf } from '../../functions/explaining.ts'
import { partitionOf } from '../../functions/sources/cloudwatch-alarm/partition.ts'
import { rowsInWords } from '../../functions/usecases/explain/in-words.ts'
import { replay } from '../../functions/usecases/replay/replay.ts'
import { replayInWords } from '../../functions/usecases/replay/replay-in-words.ts'
import { printable } from '../../iot/agent/printable.ts'
import type { ExplainedConfig } from '../../lib/read-explained.ts'
import type { Terminal } from '../terminal.ts'
import { type Place, placeOf } from './place-of.ts'
import { readFolder } from './read-folder.ts'

interface Asked {
  readonly json: boolean
  readonly home?: Place
  /** Minutes. */
  readonly answeredAfter?: number
}

/** What the config would have done with the events of a folder. Rejects with `Failure` where there are none. */
export async function replayFolder(
  terminal: Terminal,
  config: ExplainedConfig,
  folder: string,
  { json, home, answeredAfter }: Asked,
): Promise<void> {
  const { events, leftOut } = await readFolder(folder)
  for (const one of leftOut.slice(0, mostNamed)) terminal.remark(`Left out: ${printable(one, 300)}.`)
  if (leftOut.length > mostNamed) terminal.remark(`Left out: ${leftOut.length - mostNamed} more.`)
  const { account, region } = home ?? mostOften(events)
  const known = knownOf(config, { partition: partitionOf(region).name, account, region })
  const replayed = await replay({ ...known, ...(home === undefined && { homeIsAssumed: true }) }, events, {
    ...(answeredAfter !== undefined && { answeredAfter: answeredAfter * 60 }),
  })
  if (json) terminal.say(JSON.stringify(replayed, undefined, 2))
  else rowsInWords(replayInWords(replayed), printable).forEach(terminal.say)
}

const mostNamed = 5

/** Where most events are of. */
function mostOften(events: readonly unknown[]): Place {
  const those = events.filter((event) => fieldIn(event, ['account']) !== undefined).map(placeOf)
  const [most] = [...Map.groupBy(those, ({ account, region }) => `${account} ${region}`).values()].toSorted(
    (one, other) => other.length - one.length,
  )
  return most?.[0] ?? placeOf(undefined)
}
