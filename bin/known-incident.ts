import { incidentWithTimeline, type IncidentWithTimeline } from '../functions/usecases/views.ts'
import type { CommandContext } from './command-context.ts'
import { Failure } from './failure.ts'
import { viewsOf } from './views.ts'

/** Reads one incident each time it is called. Then rejects with `Failure` when there is none of that id. */
export function knownIncident(context: CommandContext, id: string): () => Promise<IncidentWithTimeline> {
  const views = viewsOf(context)
  return async () => {
    const seen = await incidentWithTimeline(views, id)
    if (seen !== undefined) return seen
    throw new Failure(`There is no incident ${id}.`, '`npx andon incidents` lists what is open.')
  }
}
