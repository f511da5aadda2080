import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lightCommand } from '../../iot/contract/light-command.ts'
import { withMosquitto } from '../../packages/local-cloud/test/peers.ts'
import { cdkOut } from '../cdk-out.ts'
import { anAlarmEvent } from './alarm-event.ts'

const root = join(import.meta.dirname, '../..')
const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

/** Ports and data of its own, and the cloud that is synthesized already. */
const surroundings = (data: string) => ({
  ...process.env,
  PORT: '0',
  MQTT_PORT: '0',
  MQTTS_PORT: '0',
  AWS_PORT: '0',
  ANDON_DATA: data,
  CDK_OUTDIR: cdkOut,
})

/** `npm start` as a person would, but for ports and data of its own. */
function begin(data: string, environment: Record<string, string> = {}, flags: readonly string[] = []) {
  const child = spawn('node', [join(root, 'scripts/run.mjs'), 'laptop/start.ts', ...flags], {
    cwd: root,
    env: { ...surroundings(data), ...environment },
  })
  running.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  return { child, said: () => said }
}

async function up(data: string, ...flags: readonly string[]) {
  const { child, said } = begin(data, {}, flags)
  while (!said().includes('Andon is up')) await once(child.stdout, 'data')
  const [, doors = '', mqtt = '', aws = ''] =
    /console (\S+) · MQTT mqtt:\/\/127\.0\.0\.1:(\d+) · AWS (\S+)/.exec(said()) ?? []
  const ask = async (path: string, body?: unknown): Promise<any> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    return (await fetch(`${doors}/local/${path}`, init)).json()
  }
  return { child, said, mqtt, aws, ask }
}

const newData = () => mkdtempSync(join(tmpdir(), 'andon-data-'))
/** What a stranger hears on a topic, message by message. */
async function* heardBySub(port: string, topic: string) {
  const sub = spawn('mosquitto_sub', ['-h', '127.0.0.1', '-p', port, '-q', '1', '-t', topic])
  running.add(sub)
  let rest = ''
  for await (const chunk of sub.stdout) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield lightCommand.parse(JSON.parse(line))
  }
}
async function pub(port: string, topic: string, message: string, id = 'stranger'): Promise<number> {
  const [code] = await once(
    spawn('mosquitto_pub', ['-h', '127.0.0.1', '-p', port, '-i', id, '-q', '1', '-t', topic, '-m', message]),
    'close',
  )
  return Number(code)
}

withMosquitto('strangers', () => {
  it('lets strangers see and raise what the contracts say', async () => {
    const { mqtt, ask } = await up(newData())
    const heard = heardBySub(mqtt, 'andon/lights/desk-2/command')
    expect((await heard.next()).value).toMatchObject({ state: 'calm', line: 'search', reasons: [], ttlSeconds: 300 })

    await ask('events', anAlarmEvent({ name: 'search-latency' }))
    expect((await heard.next()).value).toMatchObject({ state: 'help', reasons: [{ title: 'search-latency' }] })

    expect(await pub(mqtt, 'andon/cords/desk-2/pulled', '{"click":"LONG"}')).toBe(0)
    expect((await heard.next()).value).toMatchObject({ state: 'stop' })
    expect(await pub(mqtt, 'andon/cords/desk-2/pulled', '{"click":"DOUBLE"}')).toBe(0)
    expect((await heard.next()).value).toMatchObject({ state: 'help' })
  })

  it('holds a client that bears a thing’s name to that thing’s policy', async () => {
    const { mqtt, ask } = await up(newData())
    // `wall` is a thing, and its lamp is connected already; so it is the lamp of desk-1 that a stranger poses as.
    expect(await pub(mqtt, 'andon/lights/desk-2/reported', '{}', 'desk-1')).not.toBe(0)
    expect(await pub(mqtt, 'andon/lights/desk-1/command', '{}', 'desk-1')).not.toBe(0)
    expect(await pub(mqtt, 'andon/cords/desk-1/pulled', '{"click":"SINGLE"}', 'desk-1')).toBe(0)
    await ask('idle')
    expect(await ask('incidents')).toMatchObject([{ title: 'cord desk-1 was pulled', state: 'help' }])
  })
})

it('goes on where it was killed, with one incident and one message', async () => {
  const data = newData()
  // On this line nobody has to answer in time, which would be short.
  const first = await up(data, '--fast')
  await first.ask('alarms/search-latency', { state: 'ALARM' })
  // The launcher is killed without a word; what it started notices and ends, too.
  first.child.kill('SIGKILL')
  await once(first.child, 'close')

  const second = await up(data, '--fast')
  await second.ask('idle')
  expect(await second.ask('incidents')).toMatchObject([{ title: 'search-latency', state: 'help' }])
  expect(await second.ask('chat/search')).toMatchObject([
    { text: 'Search: search-latency: help wanted: people are called' },
  ])
})

it('ends with npm, however npm is ended', async () => {
  const shell = spawn('sh', ['-c', 'node scripts/run.mjs laptop/start.ts; true'], {
    cwd: root,
    env: surroundings(newData()),
  })
  running.add(shell)
  let said = ''
  for await (const chunk of shell.stdout) if ((said += String(chunk)).includes('Andon is up')) break
  const [, doors = ''] = /console (\S+)/.exec(said) ?? []
  // Whoever holds the connection open is told when the other end is gone.
  const changes = await fetch(`${doors}/local/changes`)
  shell.kill('SIGKILL')
  await changes.text()
  await expect(fetch(doors)).rejects.toThrow('fetch failed')
})

it.each(['PORT', 'MQTT_PORT', 'MQTTS_PORT', 'AWS_PORT'])(
  'says what to do when the port of %s is taken',
  async (variable) => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0

    const { child, said } = begin(newData(), { [variable]: String(port) })
    const [code] = await once(child, 'close')
    other.close()
    expect(code).toBe(1)
    expect(said()).toContain(`Port ${port} is taken. Choose another with ${variable}`)
  },
)

it('opens no address that is not one of this machine’s on a network', async () => {
  const { child, said } = begin(newData(), {}, ['--lan', '0.0.0.0'])
  expect((await once(child, 'close'))[0]).toBe(1)
  expect(said()).toMatch(/--lan is "0\.0\.0\.0"; it must be an IPv4 address of this machine on a network \(it has /)
})

it('refuses a port that is none', async () => {
  const { child, said } = begin(newData(), { PORT: 'four thousand' })
  expect((await once(child, 'close'))[0]).toBe(1)
  expect(said()).toContain('PORT is "four thousand"; it must be a port, 0 to 65535')
})
