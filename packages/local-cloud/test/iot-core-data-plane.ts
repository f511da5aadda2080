// The data plane as an SDK reaches it, beside real MQTT clients.
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  IoTDataPlaneClient,
  SendDirectMessageCommand,
  type SendDirectMessageCommandInput,
} from '@aws-sdk/client-iot-data-plane'
import type { MqttClient } from 'mqtt'
import { MovedClock } from '../src/clock.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'
import { connect, start as startIot } from './iot-core-started.ts'

export const nine = Date.UTC(2026, 10, 21, 9)
export const command = 'andon/lights/desk-1/command'

export async function start() {
  const clock = new MovedClock(nine)
  const { iot, sent } = await startIot({ clock })
  // A device that holds an acknowledgement back reads nothing else, either.
  const owner = await connect(iot, { clientId: 'owner' })
  const { client } = await startEndpoint({ iotdata: iot.api })
  const aws = new IoTDataPlaneClient(client())
  const of = (clientId: string) => aws.send(new GetConnectionCommand({ clientId }))
  const end = (clientId: string, over: object = {}) => aws.send(new DeleteConnectionCommand({ clientId, ...over }))
  const send = (over: Partial<SendDirectMessageCommandInput> = {}) =>
    aws.send(
      new SendDirectMessageCommand({ clientId: 'desk-1', topic: command, payload: Buffer.from('blink'), ...over }),
    )
  return { iot, clock, sent, of, end, send, owner }
}

/** Whatever was under way without waiting for the clock is done after one. */
export const roundTrip = (owner: MqttClient) => owner.publishAsync('round/trip', 'x', { qos: 1 })
