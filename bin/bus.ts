import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { busName } from '../lib/names.ts'
import type { Aws } from './aws.ts'
import { Failure } from './failure.ts'

/** As many as one PutEvents takes. */
const mostAtOnce = 10

/** Puts one event on Andon's bus, as boards and scripts do. Rejects with `Failure` when the bus refuses it. */
export async function putOnBus(aws: Pick<Aws, 'bus'>, type: string, detail: object): Promise<void> {
  const [refusal] = await putAllOnBus(aws, type, [detail])
  if (refusal !== undefined)
    throw new Failure(`The event bus ${busName} refused the event (${refusal}).`, 'Run it again.')
}

/** @returns for each event, in order, why the bus refused it; `undefined` if it took it. Rejects when none could be sent. */
export async function putAllOnBus(
  aws: Pick<Aws, 'bus'>,
  type: string,
  details: readonly object[],
): Promise<readonly (string | undefined)[]> {
  const refusals: (string | undefined)[] = []
  for (let from = 0; from < details.length; from += mostAtOnce) {
    try {
      refusals.push(...(await refusalsOf(aws, type, details.slice(from, from + mostAtOnce))))
    } catch (error) {
      if (from === 0) throw error
      const because = error instanceof Error ? error.message : String(error)
      return details.map((_, nth) => (nth < from ? refusals[nth] : because))
    }
  }
  return refusals
}

/** Of one request, which takes at most ten. */
async function refusalsOf({ bus }: Pick<Aws, 'bus'>, type: string, details: readonly object[]) {
  const { Entries = [] } = await bus.send(
    new PutEventsCommand({
      Entries: details.map((detail) => ({
        EventBusName: busName,
        Source: 'andon.command',
        DetailType: type,
        Detail: JSON.stringify(detail),
      })),
    }),
  )
  // PutEvents answers 200 also for what it refuses.
  return details.map((_, nth) => {
    const { ErrorCode, ErrorMessage } = Entries[nth] ?? {}
    return ErrorCode === undefined ? undefined : `${ErrorCode}: ${ErrorMessage}`
  })
}
