import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { Bus, Clock } from '../ports.ts'
import { sendInTens } from './send-in-tens.ts'

export function eventBridgeBus(client: EventBridgeClient, bus: string, clock: Clock): Bus {
  return {
    put: (events) =>
      sendInTens(clock, events, async (some) => {
        const { Entries = [] } = await client.send(
          new PutEventsCommand({
            Entries: some.map(({ type, detail }) => ({
              EventBusName: bus,
              Source: 'andon',
              DetailType: type,
              Detail: JSON.stringify(detail),
            })),
          }),
        )
        return Entries.flatMap(({ ErrorCode, ErrorMessage }, nth) =>
          ErrorCode ? [{ nth, because: `the bus refused an event: ${ErrorCode}: ${ErrorMessage}` }] : [],
        )
      }),
  }
}
