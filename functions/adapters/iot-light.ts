import { type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane'
import { commandTopic } from '../../iot/contract/topics.ts'
import type { Light } from '../ports.ts'

/** Retained, so that a lamp that connects later hears it at once. */
export function iotLight(client: IoTDataPlaneClient): Light {
  return {
    async command(light, command) {
      const payload = new TextEncoder().encode(JSON.stringify(command))
      await client.send(new PublishCommand({ topic: commandTopic(light), qos: 1, retain: true, payload }))
    },
  }
}
