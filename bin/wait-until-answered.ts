import type { Incident } from '../functions/domain/incident.ts'
import { wantsAnswer } from '../functions/domain/listed-incident.ts'
import type { ViewPorts } from '../functions/usecases/views.ts'
import type { CommandContext } from './command-context.ts'
import { looks, pauseMs } from './wait-for.ts'

/** How many incidents are read at a time. */
const atOnce = 25

/**
 * An event that the bus took may still get stuck on its way: looks until each incident is answered, or resolved, or for
 * so long none of them arrives.
 * @param tell is told of each once that is so
 * @returns the ids of those that were not taken in
 */
export async function waitUntilAnswered(
  { clock }: Pick<CommandContext, 'clock'>,
  views: ViewPorts,
  ids: readonly string[],
  tell: (incident: Incident) => void,
): Promise<readonly string[]> {
  let left = ids
  let inVain = 0
  while (left.length > 0 && inVain < looks) {
    const settled = (await found(views, left)).filter((incident) => !wantsAnswer(incident))
    settled.forEach(tell)
    left = left.filter((id) => !settled.some((incident) => incident.id === id))
    inVain = settled.length > 0 ? 0 : inVain + 1
    if (left.length > 0) await clock.pause(pauseMs)
  }
  return left
}

async function found({ incidents }: ViewPorts, ids: readonly string[]): Promise<Incident[]> {
  const all: Incident[] = []
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = await Promise.all(ids.slice(from, from + atOnce).map((id) => incidents.find(id)))
    all.push(...some.filter((incident) => incident !== undefined))
  }
  return all
}
