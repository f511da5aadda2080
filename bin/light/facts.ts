import {
  GetConnectionCommand,
  GetRetainedMessageCommand,
  type IoTDataPlaneClient,
} from '@aws-sdk/client-iot-data-plane'
import { type LightCommand, lightCommand } from '../../iot/contract/light-command.ts'
import { type LightReport, lightReport } from '../../iot/contract/light-report.ts'
import { commandTopic, reportTopic } from '../../iot/contract/topics.ts'
import type { Aws } from '../aws.ts'
import { type Certificate, certificatesOf } from '../certificates.ts'
import type { Device } from '../deployment.ts'
import { ifThere } from '../if-there.ts'

/** What AWS IoT knows of a light or cord. */
export interface LightFacts {
  readonly device: Device
  readonly certificates: readonly Certificate[]
  /** The lamps and cords that `npm start` runs connect without one. */
  readonly needsCertificate: boolean
  readonly connection: DeviceConnection
  /** What it was last told; undefined when it never was, or nobody can read it. */
  readonly command: LightCommand | undefined
  /** What it last said of itself; undefined when it never did, or nobody can read it. */
  readonly report: LightReport | undefined
}

export type DeviceConnection =
  | { readonly kind: 'connected'; readonly since: Date | undefined }
  | { readonly kind: 'away'; readonly since: Date | undefined; readonly because: string | undefined }
  | { readonly kind: 'never-seen' }

export async function factsOf(
  { iot, iotData, isLaptop }: Pick<Aws, 'iot' | 'iotData' | 'isLaptop'>,
  device: Device,
): Promise<LightFacts> {
  const { name, shows } = device
  const [certificates, connection, command, report] = await Promise.all([
    certificatesOf(iot, name),
    connectionOf(iotData, name),
    shows && retained(iotData, commandTopic(name)),
    shows && retained(iotData, reportTopic(name)),
  ])
  return {
    device,
    certificates,
    needsCertificate: !isLaptop,
    connection,
    command: lightCommand.safeParse(command).data,
    report: lightReport.safeParse(report).data,
  }
}

async function connectionOf(iotData: IoTDataPlaneClient, clientId: string): Promise<DeviceConnection> {
  const answer = await ifThere(iotData.send(new GetConnectionCommand({ clientId })))
  if (answer === undefined) return { kind: 'never-seen' }
  const { connected, connectedSince, disconnectedSince, disconnectReason } = answer
  if (connected) return { kind: 'connected', since: dateOf(connectedSince) }
  return { kind: 'away', since: dateOf(disconnectedSince), because: disconnectReason }
}

const dateOf = (milliseconds: number | undefined) => (milliseconds === undefined ? undefined : new Date(milliseconds))

/** undefined: nothing is kept there, or nothing that is JSON. Every client that may publish there may have put anything. */
async function retained(iotData: IoTDataPlaneClient, topic: string): Promise<unknown> {
  const answer = await ifThere(iotData.send(new GetRetainedMessageCommand({ topic })))
  if (answer?.payload === undefined) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.payload))
  } catch {
    // Both errors mean this, and what follows is the same as if it had never been said.
    return undefined
  }
}
