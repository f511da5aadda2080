import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { connectAsync } from 'mqtt'

/** Listens to MQTT as any other program would. */
export interface MqttListener {
  /** What listens, for the table. */
  readonly by: string
  readonly close: () => void
}
type Hear = (topic: string, payload: string) => void

const hasMosquitto = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((each) => existsSync(join(each, 'mosquitto_sub')))

/** By a real `mosquitto_sub` where there is one. @param topics exact ones */
export async function listenToMqtt(port: number, topics: readonly string[], hear: Hear): Promise<MqttListener> {
  return hasMosquitto ? listenByMosquitto(port, topics, hear) : listenByClient(port, topics, hear)
}

function listenByMosquitto(port: number, topics: readonly string[], hear: Hear): MqttListener {
  const asked = topics.flatMap((topic) => ['-t', topic])
  const child = spawn('mosquitto_sub', ['-p', String(port), '-q', '1', '-v', ...asked], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const space = line.indexOf(' ')
    hear(line.slice(0, space), line.slice(space + 1))
  })
  return { by: '`mosquitto_sub`', close: () => void child.kill() }
}

async function listenByClient(port: number, topics: readonly string[], hear: Hear): Promise<MqttListener> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`)
  client.on('message', (topic, payload) => hear(topic, String(payload)))
  await client.subscribeAsync([...topics], { qos: 1 })
  return { by: 'an MQTT client (`mosquitto_sub` is not installed)', close: () => client.end() }
}
