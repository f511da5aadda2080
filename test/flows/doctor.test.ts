import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import tls from 'node:tls'
import { connectTo } from '../../bin/aws.ts'
import { instant } from '../../functions/domain/instant.ts'
import { archiveIn, type Download, openDownload } from '../../laptop/lan.ts'
import { realDisk } from '../../iot/pi/disk.ts'
import { enrol } from '../../iot/pi/enrol.ts'
import { placesBelow } from '../../iot/pi/places.ts'
import { typed } from '../bin/typed-command.ts'
import { aPatient, hurried, patient, removePatients } from '../pi/a-patient.ts'
import { type Andon, startAndon } from './andon.ts'
import { withNode20 } from '../pi/node-20.ts'
import { tokenIn } from './enrolling-device.ts'
import { aPiOverSsh, type PiOverSsh } from './pi-over-ssh.ts'
import { untilReported } from './until.ts'

let andon: Andon
const root = mkdtempSync(join(tmpdir(), 'andon-pi-'))
/** Another address of this machine, as `npm start -- --lan` opens one; only Linux has it unasked. */
const devicesAt = process.platform === 'linux' ? '127.0.0.2' : undefined
let download: Download
beforeAll(async () => {
  download = await openDownload(devicesAt ?? '127.0.0.1', 0)
  const moreOutputs = { AgentDownload: download.url }
  andon = await startAndon({ ports: { aws: 0, mqtt: 0, mqtts: 0 }, devicesAt, moreOutputs })
  download.serve(archiveIn(andon.cloud.template))
})
afterAll(async () => {
  removePatients()
  rmSync(root, { recursive: true })
  await andon.stop()
  await download.close()
})

const type = (line: string, answer?: string) =>
  typed(line, connectTo({ endpoint: andon.cloud.endpoint.url, laptop: true }), {
    now: instant(Date.now()),
    ...(answer !== undefined && { answer }),
  })

it('finds an enrolled light well, and a removed one by its certificate, not by its policy', async () => {
  const token = tokenIn((await type('light add wall')).said[0]!)
  const places = placesBelow(root)
  await enrol({ disk: realDisk, places, systemd: undefined, clock: hurried, say: () => undefined }, token)
  const read = (path: string) => readFileSync(path, 'utf8')
  const light = aPatient({
    own: { certificate: read(places.certificate), key: read(places.key) },
    authority: read(places.authority),
    settings: { light: 'wall', broker: token.broker },
  })

  expect(await light.examine()).toBe(true)
  expect(light.about('round trip')).toMatch(/^ok .*sent the command calm/)

  await type('light remove wall', 'y')
  light.said.length = 0
  expect(await light.examine({ clock: patient })).toBe(false)
  expect(light.findings()).toContain('FAILED   certificate at the broker')
  expect(light.findings()).not.toContain('FAILED   policy')
})

withNode20('on the Node that Raspberry Pi OS brings, by one command on the operator’s machine', () => {
  let pi: PiOverSsh
  let agent: ChildProcess | undefined
  beforeAll(() => (pi = aPiOverSsh()))
  afterEach(() => agent?.kill('SIGKILL'))
  afterAll(() => pi.end())
  const run = (what: string) =>
    spawn(pi.command(), [what, '--settings', pi.settings], {
      env: { PATH: pi.PATH },
      stdio: ['ignore', 'pipe', 'ignore'],
    })

  it('goes from install to a lamp that is believed', async () => {
    expect(await type('light add wall --ssh pi@raspberrypi.local')).toMatchObject({ code: 0 })

    for await (const line of createInterface({ input: (agent = run('doctor')).stdout! })) {
      if (!line.includes('certificate:')) continue
      expect(line).toMatch(/^ok +certificate: belongs to its key, valid from/)
      // The lamps take it seconds.
      agent.kill()
    }

    const reported = untilReported(andon.cloud, 'wall', 'calm')
    agent = run('run')
    await reported
    expect(await type('light check wall')).toMatchObject({ code: 0 })
  })
})

const onLinux = devicesAt === undefined ? describe.skip : describe
onLinux('to the network', () => {
  it('opens MQTT over TLS and the download, and nothing else', async () => {
    const { iot, endpoint } = andon.cloud
    const opens = async (port: number) => {
      const socket = connect(port, devicesAt)
      const isOpen = await once(socket, 'connect').then(
        () => true,
        () => false,
      )
      socket.destroy()
      return isOpen
    }
    expect(await opens(iot.tlsPort!)).toBe(true)
    expect(await opens(Number(new URL(download.url).port))).toBe(true)
    for (const port of [iot.port, endpoint.port, andon.cloud.slackPort]) expect(await opens(port)).toBe(false)
    // With no certificate of this laptop, nobody gets further.
    const stranger = tls.connect({ host: devicesAt, port: iot.tlsPort!, rejectUnauthorized: false })
    await expect(once(stranger, 'data')).rejects.toThrow(/certificate required/)
  })
})
