import {
  GetConnectionCommand,
  GetRetainedMessageCommand,
  type IoTDataPlaneClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane'
import { lightReport } from '../../iot/contract/light-report.ts'
import { reportTopic } from '../../iot/contract/topics.ts'
import { instant } from '../domain/instant.ts'
import type { LastReport } from '../domain/lamp-health.ts'
import type { Lamps } from '../ports.ts'

/** Lamps by the report that AWS IoT keeps of each, and by their MQTT connections. */
export function iotLamps(client: IoTDataPlaneClient): Lamps {
  return {
    async lastReport(light) {
      const { payload, lastModifiedTime } = await unlessNotFound(() =>
        client.send(new GetRetainedMessageCommand({ topic: reportTopic(light) })),
      )
      if (payload === undefined || payload.length === 0 || lastModifiedTime === undefined) return { kind: 'none' }
      return readReport(payload, lastModifiedTime)
    },
    async isConnected(light) {
      const { connected } = await unlessNotFound(() => client.send(new GetConnectionCommand({ clientId: light })))
      return connected === true
    },
  }
}

/** A device may report anything, so it is parsed with care. */
function readReport(payload: Uint8Array, lastModified: number): LastReport {
  try {
    const report = lightReport.safeParse(JSON.parse(new TextDecoder().decode(payload)))
    return report.success ? { kind: 'report', report: report.data, at: instant(lastModified) } : { kind: 'unreadable' }
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'unreadable' }
    throw error
  }
}

/** There is no such message, or nobody ever connected under that name. */
async function unlessNotFound<T extends object>(ask: () => Promise<T>): Promise<Partial<T>> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return {}
    throw error
  }
}
