import { type IoTClient, UpdateCertificateCommand } from '@aws-sdk/client-iot'
import { DeleteConnectionCommand, type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane'
import { reportTopic } from '../../iot/contract/topics.ts'
import type { DeviceAccess } from '../ports.ts'

/** In this order it cannot come back: first no new connection is allowed, then the open one is cut. */
export const iotDeviceAccess = (iot: IoTClient, iotData: IoTDataPlaneClient): DeviceAccess => ({
  async end({ light, certificate: certificateId }) {
    await unlessGone(iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' })))
    await unlessGone(
      iotData.send(new DeleteConnectionCommand({ clientId: light, cleanSession: true, preventWillMessage: true })),
    )
    // An empty retained message is how MQTT forgets one: else a light that is added again would be silent at once.
    await iotData.send(
      new PublishCommand({ topic: reportTopic(light), retain: true, qos: 1, payload: new Uint8Array() }),
    )
  },
})

async function unlessGone(answer: Promise<unknown>): Promise<void> {
  try {
    await answer
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return
    throw error
  }
}
