import { type IoTDataPlaneClient, SendDirectMessageCommand } from '@aws-sdk/client-iot-data-plane'
import { commandTopic } from '../../iot/contract/topics.ts'

export type RoundTrip = 'confirmed' | 'not-connected' | 'may-not-receive' | 'no-answer'

/** For how long the device may take. Seconds; without an answer the SDK asks three times. */
const patience = 5

/**
 * Sends a message past all that is retained and subscribed to, to this device alone; it is there once the device itself
 * has confirmed it. @param payload what the lamp was told last: repeating it changes nothing
 */
export async function roundTrip(iotData: IoTDataPlaneClient, light: string, payload: string): Promise<RoundTrip> {
  try {
    await iotData.send(
      new SendDirectMessageCommand({
        clientId: light,
        topic: commandTopic(light),
        confirmation: true,
        timeout: patience,
        payload: new TextEncoder().encode(payload),
      }),
    )
    return 'confirmed'
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (error.name === 'ResourceNotFoundException') return 'not-connected'
    if (error.name === 'GatewayTimeoutException') return 'no-answer'
    // AWS names the device when it is the device that may not; else it is the caller, which is another matter.
    if (error.name === 'ForbiddenException' && error.message.includes(light)) return 'may-not-receive'
    throw error
  }
}
