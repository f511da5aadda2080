import { X509Certificate } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTo } from '../../bin/aws.ts'
import { type Agent, startAgent } from '../../iot/agent/agent.ts'
import { lampThere } from '../../iot/agent/drivers/lamp-part.ts'
import { machineClock } from '../../iot/agent/clock/clock.ts'
import { tlsIdentity } from '../../iot/agent/link/tls-identity.ts'
import { commandTopic, reportTopic } from '../../iot/contract/topics.ts'
import { instant } from '../../functions/domain/instant.ts'
import { realDisk } from '../../iot/pi/disk.ts'
import { enrol } from '../../iot/pi/enrol.ts'
import type { Pi } from '../../iot/pi/pi.ts'
import { placesBelow } from '../../iot/pi/places.ts'
import { typed } from '../bin/typed-command.ts'
import { type Andon, startAndon } from './andon.ts'
import { connectAs, enrollingDevice, tokenIn } from './enrolling-device.ts'
import { untilReported } from './until.ts'

let andon: Andon
const logged = new EventEmitter<{ line: [string] }>()
beforeAll(async () => {
  const log = (_: string, line: string) => void logged.emit('line', line)
  andon = await startAndon({ ports: { aws: 0, mqtt: 0, mqtts: 0 }, log })
})
afterAll(() => andon.stop())

const hour = 3_600_000
/** The functions' clock is the machine's, so the operator's is too; unless an hour ago is to be told of. */
const type = (line: string, { ago = 0, answer }: { ago?: number; answer?: string } = {}) =>
  typed(line, connectTo({ endpoint: andon.cloud.endpoint.url, laptop: true }), {
    now: instant(Date.now() - ago),
    ...(answer !== undefined && { answer }),
  })
const tokenFor = async (light: string, options: { ago?: number; hours?: number } = {}) =>
  tokenIn((await type(`light add ${light} --hours ${options.hours ?? 24}`, options)).said[0]!)

// Every story begins with lights that nobody has installed.
afterEach(async () => {
  for (const light of ['desk-1', 'desk-2', 'wall']) await type(`light remove ${light} --yes`)
})

it('enrols one device as the light, which gets its commands over TLS and is found well', async () => {
  const token = await tokenFor('desk-1')
  const pi = await enrollingDevice(token)
  const own = await pi.make()
  expect(await pi.provision(own)).toMatchObject({ kind: 'accepted', body: { thingName: 'desk-1' } })
  await pi.end()

  const light = await connectAs(token, 'desk-1', own)
  const heard = new Promise<any>((resolve) =>
    light.once('message', (_, payload) => resolve(JSON.parse(String(payload)))),
  )
  await light.subscribeAsync(commandTopic('desk-1'), { qos: 1 })
  const { epoch, v, state } = await heard
  const report = { epoch, appliedV: v, state, at: new Date().toISOString(), online: true, agent: '0.1.0' }
  await light.publishAsync(reportTopic('desk-1'), JSON.stringify(report), { qos: 1, retain: true })

  const { code, said } = await type('light check desk-1')
  expect(said).toEqual([
    expect.stringMatching(/^ok {5}its certificate is active until /),
    expect.stringMatching(/^ok {5}it is connected since /),
    'ok     it confirmed a message that was sent to it alone',
    expect.stringMatching(/^ok {5}the cloud told it calm at /),
    'ok     it reports that it shows calm',
  ])
  expect(code).toBe(0)
  await light.endAsync()
})

describe('lets nobody else in:', () => {
  it('not a second device with the same line; the first may ask again', async () => {
    const token = await tokenFor('desk-2')
    const pi = await enrollingDevice(token)
    const [own, other] = [await pi.make(), await pi.make()]
    expect(await pi.provision(own)).toMatchObject({ kind: 'accepted' })
    expect(await pi.provision(other)).toMatchObject({ kind: 'rejected' })
    expect(await pi.provision(own)).toMatchObject({ kind: 'accepted', body: { thingName: 'desk-2' } })
    await expect(connectAs(token, 'desk-2', other)).rejects.toThrow(/./)
    await pi.end()
  })

  it('not after the line has expired', async () => {
    const pi = await enrollingDevice(await tokenFor('wall', { ago: 2 * hour, hours: 1 }))
    expect(await pi.provision(await pi.make())).toMatchObject({ kind: 'rejected' })
    await pi.end()
  })

  it('not as another light than the line is for', async () => {
    const token = await tokenFor('wall')
    const pi = await enrollingDevice(token)
    const own = await pi.make()
    expect(await pi.provision(own, 'desk-1')).toMatchObject({ kind: 'rejected' })
    expect(await pi.provision(own, 'wall')).toMatchObject({ kind: 'accepted', body: { thingName: 'wall' } })
    await pi.end()
    await expect(connectAs(token, 'desk-1', own)).rejects.toThrow(/./)
  })

  it('not with a line that a later one replaced', async () => {
    const early = await tokenFor('wall')
    await tokenFor('wall')
    await expect(enrollingDevice(early)).rejects.toThrow(/./)
  })
})

it('cuts a light off when it is removed, and lets it be installed again', async () => {
  const token = await tokenFor('wall')
  const pi = await enrollingDevice(token)
  const own = await pi.make()
  await pi.provision(own)
  await pi.end()
  const light = await connectAs(token, 'wall', own)
  await light.publishAsync(reportTopic('wall'), '{}', { qos: 1, retain: true })
  const cut = new Promise<void>((resolve) => light.once('close', () => resolve()))

  const { code } = await type('light remove wall', { answer: 'y' })
  expect(code).toBe(0)
  await cut
  await expect(connectAs(token, 'wall', own)).rejects.toThrow(/./)
  await expect(enrollingDevice(token)).rejects.toThrow(/./)
  expect(andon.cloud.iot.retained(reportTopic('wall'))).toBeUndefined()
  expect(andon.cloud.iot.retained(commandTopic('wall'))).toBeDefined()

  const anew = await tokenFor('wall')
  const other = await enrollingDevice(anew)
  expect(await other.provision(await other.make())).toMatchObject({ kind: 'accepted' })
  await other.end()
})

describe('with the Pi’s own software', () => {
  /** This machine's clock is right, whether its kernel knows that or not. */
  const clock = { ...machineClock, moment: () => ({ ...machineClock.moment(), wallIsSet: true }) }
  const root = mkdtempSync(join(tmpdir(), 'andon-pi-'))
  afterAll(() => rmSync(root, { recursive: true }))
  const places = placesBelow(root)
  const pi: Pi = { disk: realDisk, places, systemd: undefined, clock, say: () => undefined }

  let agent: Agent | undefined
  // However the story ends: it would go on calling a broker that is gone.
  afterEach(() => agent?.close())

  it('becomes a lamp that is believed, and shows "unknown" once it is removed', async () => {
    const token = await tokenFor('desk-2')
    await enrol(pi, token)
    await expect(enrol({ ...pi, places: placesBelow(join(root, 'another')) }, token)).rejects.toThrow(
      'refused to enrol this Pi',
    )

    const own = { certificate: readFileSync(places.certificate, 'utf8'), key: readFileSync(places.key, 'utf8') }
    const lamp = aWatchedLamp()
    const reported = untilReported(andon.cloud, 'desk-2', 'calm')
    agent = startAgent({
      lamps: [lampThere('watched', lamp.driver)],
      log: () => undefined,
      // Comes back soon, but not at once.
      chance: () => 0.1,
      broker: token.broker,
      light: 'desk-2',
      version: '1.2.3',
      clock,
      identity: tlsIdentity({ own, authority: readFileSync(places.authority, 'utf8') }),
    })
    await lamp.shows('calm')
    await reported
    const { code, said } = await type('light check desk-2')
    expect([code, said.at(-1)]).toEqual([0, 'ok     it reports that it shows calm'])
    expect((await type('light list')).said).toContain('  agent        1.2.3')

    const refused = untilRefused(own.certificate)
    await type('light remove desk-2', { answer: 'y' })
    await lamp.shows('unknown')
    await refused
    expect(lamp.shown).toEqual(['unknown', 'calm', 'unknown'])
    expect(andon.cloud.iot.retained(reportTopic('desk-2'))).toBeUndefined()
  })

  /** It comes back by itself, and the broker no longer knows it. */
  function untilRefused(certificate: string) {
    const id = new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase()
    const { promise, resolve } = Promise.withResolvers<void>()
    logged.on('line', (line) => line.endsWith(`its certificate ${id} is not registered`) && resolve())
    return promise
  }
})

/** A lamp whose states can be waited for. */
function aWatchedLamp() {
  const shown: string[] = []
  const changes = new EventEmitter()
  return {
    shown,
    driver: {
      show(_: unknown, { state }: { readonly state: string }) {
        if (shown.at(-1) === state) return
        shown.push(state)
        changes.emit(state)
      },
      close: () => undefined,
    },
    /** From then on, or already. */
    async shows(state: string) {
      if (shown.at(-1) !== state) await once(changes, state)
    },
  }
}
