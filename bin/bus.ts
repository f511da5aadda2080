import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { busName } from '../lib/names.ts'
import type { Aws } from './aws.ts'
import { Failure } from './failure.ts'

/** Puts one event on Andon's bus, as boards and scripts do. */
export async function putOnBus({ bus }: Pick<Aws, 'bus'>, type: string, detail: object): Promise<void> {
  const { Entries = [] } = await bus.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: busName, Source: 'andon.command', DetailType: type, Detail: JSON.stringify(detail) }],
    }),
  )
  // PutEvents answers 200 also for what it refuses.
  const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined)
  if (refused !== undefined)
    throw new Failure(`The bus ${busName} refused it (${refused.ErrorCode}: ${refused.ErrorMessage}).`, 'Run it again.')
}
