// What strangers see who have nothing but Debian's mosquitto-clients.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Activity } from '../src/activity.ts'
import { MovedClock } from '../src/clock.ts'
import { createIotCore, type IotCore } from '../src/services/iot-core/iot-core.ts'
import { openIotRegistry } from '../src/services/iot-registry/iot-registry.ts'
import { openStore } from '../src/store.ts'
import { withMosquitto } from './peers.ts'

let iot: IotCore
beforeEach(async () => {
  const [store, clock] = [openStore(), new MovedClock()]
  iot = await createIotCore({
    store,
    clock,
    activity: new Activity(),
    port: 0,
    registry: openIotRegistry({ store, clock, things: [], policies: new Map() }),
    devicePolicies: [],
    deviceNames: [],
    templates: [],
    rules: [],
    queues: { send() {} },
    functions: { invoke: async () => undefined, invokeLater() {} },
    mayAct: () => false,
    mayInvoke: () => false,
    log() {},
  })
})
afterEach(() => iot.close())

/** The lines that it writes until it ends by itself. */
async function mosquitto(program: 'mosquitto_pub' | 'mosquitto_sub', args: string[], onLine?: (line: string) => void) {
  const child = spawn(program, ['-h', '127.0.0.1', '-p', String(iot.port), ...args])
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    onLine?.(line)
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
  return lines
}

withMosquitto('strangers', () => {
  it('mosquitto_sub sees at once what a light was last told', async () => {
    await iot.publish('andon/lights/desk-1/command', '{"state":"help"}', { qos: 1, retain: true })
    const told = await mosquitto('mosquitto_sub', ['-t', 'andon/lights/desk-1/command', '-q', '1', '-C', '1'])
    expect(told).toEqual(['{"state":"help"}'])
  })

  it('mosquitto_sub with a wildcard sees only what is published from then on, as at AWS', async () => {
    await iot.publish('andon/lights/desk-1/command', 'before', { retain: true })
    await iot.publish('ready', 'ready', { retain: true })
    const topics = ['-t', 'andon/lights/+/command', '-t', 'ready']
    const seen = await mosquitto('mosquitto_sub', [...topics, '-C', '2'], (line) => {
      if (line === 'ready') void iot.publish('andon/lights/desk-1/command', 'after')
    })
    expect(seen).toEqual(['ready', 'after'])
  })

  it('mosquitto_pub pulls a cord', async () => {
    const pulled = new Promise((resolve) => iot.onPublish(resolve))
    await mosquitto('mosquitto_pub', ['-t', 'andon/cords/desk-1/pulled', '-q', '1', '-m', '{"click":"SINGLE"}'])
    expect(await pulled).toMatchObject({
      topic: 'andon/cords/desk-1/pulled',
      payload: Buffer.from('{"click":"SINGLE"}'),
      qos: 1,
      retain: false,
    })
  })

  it('mosquitto_pub retains and takes away', async () => {
    await mosquitto('mosquitto_pub', ['-t', 'a', '-r', '-q', '1', '-m', 'kept'])
    expect(String(iot.retained('a')?.payload)).toBe('kept')
    await mosquitto('mosquitto_pub', ['-t', 'a', '-r', '-q', '1', '-n'])
    expect(iot.retained('a')).toBeUndefined()
  })
})
