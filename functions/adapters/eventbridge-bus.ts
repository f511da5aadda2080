import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { Bus } from '../ports.ts'

/** As many as one PutEvents takes. */
const most = 10

export function eventBridgeBus(client: EventBridgeClient, bus: string): Bus {
  return {
    async put(events) {
      for (let i = 0; i < events.length; i += most) {
        const { FailedEntryCount = 0, Entries = [] } = await client.send(
          new PutEventsCommand({
            Entries: events.slice(i, i + most).map(({ type, detail }) => ({
              EventBusName: bus,
              Source: 'andon',
              DetailType: type,
              Detail: JSON.stringify(detail),
            })),
          }),
        )
        // PutEvents answers 200 for a batch of which some were refused.
        const refused = Entries.flatMap(({ ErrorCode, ErrorMessage }) =>
          ErrorCode ? [`${ErrorCode}: ${ErrorMessage}`] : [],
        )
        if (FailedEntryCount > 0) throw new Error(`the bus refused ${FailedEntryCount} events (${refused.join('; ')})`)
      }
    },
  }
}
