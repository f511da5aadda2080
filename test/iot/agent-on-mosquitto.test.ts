import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Agent, startAgent } from '../../iot/agent/agent.ts'
import type { Driver } from '../../iot/agent/drivers/driver.ts'
import { lampThere } from '../../iot/agent/drivers/lamp-part.ts'
import { type LightReport, lightReport } from '../../iot/contract/light-report.ts'
import { commandTopic, reportTopic } from '../../iot/contract/topics.ts'
import { aCommand } from './lamp/a-command.ts'
import { describeWithMosquitto, type Listener, type Mosquitto, startMosquitto } from './link/mosquitto.ts'

const main = fileURLToPath(new URL('../../iot/agent/main.ts', import.meta.url))
const now = () => new Date().toISOString()
const aFresh = (but: Parameters<typeof aCommand>[0] = {}) => JSON.stringify(aCommand({ at: now(), ...but }))

/** A driver with eyes: what it showed, and a promise of what it will show. */
function aWatchedDriver() {
  const shown: string[] = []
  const waiting = new Set<() => void>()
  const driver: Driver = {
    show(_frame, { state }) {
      if (shown.at(-1) === state) return
      shown.push(state)
      for (const look of waiting) look()
    },
    close: () => {},
  }
  const until = (state: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (shown.at(-1) !== state) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return { driver, shown, until }
}

const reportWhere = (listener: Listener, is: (report: LightReport) => boolean) =>
  listener.until((line) => is(lightReport.parse(JSON.parse(line))))

describeWithMosquitto('an agent on a real broker', () => {
  const opened: { broker?: Mosquitto; agents: Agent[]; listeners: Listener[]; processes: ChildProcess[] } = {
    agents: [],
    listeners: [],
    processes: [],
  }
  const openBroker = async (port?: number) => (opened.broker = await startMosquitto(port))
  const listen = async (broker: Mosquitto, topic: string) => {
    const listener = await broker.listen(topic)
    opened.listeners.push(listener)
    return listener
  }
  const start = (broker: Mosquitto, light = 'desk-1') => {
    const watched = aWatchedDriver()
    const log: string[] = []
    const agent = startAgent({
      broker: broker.url,
      light,
      version: '1.2.3',
      lamps: [lampThere('watched', watched.driver)],
      // Back again soon, and not so soon that it keeps the broker from starting.
      chance: () => 0.05,
      log: (line) => log.push(line),
    })
    opened.agents.push(agent)
    return { ...watched, agent, log }
  }
  const startProcess = (broker: Mosquitto, ...args: string[]) => {
    const child = spawn(process.execPath, [main, '--broker', broker.url, '--light', 'desk-1', ...args], {
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    })
    opened.processes.push(child)
    return child
  }

  afterEach(async () => {
    for (const child of opened.processes.splice(0)) child.kill('SIGKILL')
    await Promise.allSettled(opened.agents.splice(0).map((agent) => agent.close()))
    await Promise.all(opened.listeners.splice(0).map((listener) => listener.stop()))
    await opened.broker?.kill()
  })

  it('shows the command that the broker kept, and a stranger sees the report, kept as well', async () => {
    const broker = await openBroker()
    broker.publish(commandTopic('desk-1'), aFresh({ v: 4, state: 'help' }), '-r')

    const { until, shown } = start(broker)
    await until('help')

    const reports = await listen(broker, reportTopic('desk-1'))
    const report = await reportWhere(reports, ({ state }) => state === 'help')
    expect(JSON.parse(report)).toEqual({
      epoch: '2026-11-21T00:00:00Z',
      appliedV: 4,
      state: 'help',
      at: expect.any(String),
      online: true,
      agent: '1.2.3',
    })
    expect(shown).toEqual(['unknown', 'help'])
  })

  it('obeys what comes live, in its own topic only', async () => {
    const broker = await openBroker()
    const [one, other] = [start(broker, 'desk-1'), start(broker, 'desk-2')]
    const reports = await listen(broker, 'andon/lights/+/reported')
    await reportWhere(reports, ({ online }) => online)

    broker.publish(commandTopic('desk-2'), aFresh({ v: 1, state: 'stop' }), '-r')
    broker.publish(commandTopic('desk-1'), aFresh({ v: 1, state: 'calm' }), '-r')
    await Promise.all([one.until('calm'), other.until('stop')])

    expect(one.shown).toEqual(['unknown', 'calm'])
  })

  it('leaves the lamp as it is when garbage comes, and says so in one line', async () => {
    const broker = await openBroker()
    broker.publish(commandTopic('desk-1'), aFresh({ v: 1, state: 'calm' }), '-r')
    const { until, shown, log } = start(broker)
    await until('calm')

    for (const garbage of [
      '',
      '{',
      '\u0000\u0001',
      '[]',
      aFresh({ v: 2, state: 'unknown' as 'calm' }),
      'x'.repeat(300_000),
    ])
      broker.publish(commandTopic('desk-1'), garbage)
    broker.publish(commandTopic('desk-1'), aFresh({ v: 2, at: '2099-01-01T00:00:00Z', state: 'flood' }))
    broker.publish(commandTopic('desk-1'), aFresh({ v: 3, state: 'working' }))
    await until('working')

    expect(shown).toEqual(['unknown', 'calm', 'working'])
    expect(log.filter((line) => line.includes('ignored'))).toEqual([
      'desk-1: ignored an invalid command (not JSON in UTF-8)',
    ])
  })

  it('knows nothing when the broker is killed, and comes back by itself', async () => {
    const broker = await openBroker()
    broker.publish(commandTopic('desk-1'), aFresh({ v: 1, state: 'calm' }), '-r')
    const { until, shown } = start(broker)
    await until('calm')

    await broker.kill()
    await until('unknown')

    const next = await openBroker(broker.port)
    next.publish(commandTopic('desk-1'), aFresh({ v: 2, state: 'stop' }), '-r')
    await until('stop')
    expect(shown).toEqual(['unknown', 'calm', 'unknown', 'stop'])
  })

  it('says goodbye when it is closed', async () => {
    const broker = await openBroker()
    broker.publish(commandTopic('desk-1'), aFresh({ v: 1, state: 'calm' }), '-r')
    const { until, agent } = start(broker)
    await until('calm')
    await agent.close()

    const reports = await listen(broker, reportTopic('desk-1'))
    const last = JSON.parse(await reports.until(() => true))
    // The will, made before anything was heard, would say version 0.
    expect(last).toMatchObject({ online: false, state: 'unknown', appliedV: 1 })
  })

  it('can be closed while there is no broker', async () => {
    const broker = await openBroker()
    await broker.kill()
    const { agent, shown, until } = start(broker)
    await until('unknown')
    await agent.close()
    expect(shown).toEqual(['unknown'])
  })

  it('is missed by the broker when its process is killed', async () => {
    const broker = await openBroker()
    const reports = await listen(broker, reportTopic('desk-1'))
    const child = startProcess(broker)
    await reportWhere(reports, ({ online }) => online)

    child.kill('SIGKILL')

    const will = await reportWhere(reports, ({ online }) => !online)
    expect(JSON.parse(will)).toMatchObject({ state: 'unknown', epoch: '', appliedV: 0 })
    const lateComer = await listen(broker, reportTopic('desk-1'))
    expect(await lateComer.until(() => true)).toBe(will)
  })

  it.each(['SIGTERM', 'its parent going'] as const)('as a process leaves in good order on %s', async (what) => {
    const broker = await openBroker()
    broker.publish(commandTopic('desk-1'), aFresh({ v: 1, state: 'help' }), '-r')
    const reports = await listen(broker, reportTopic('desk-1'))
    const child = startProcess(broker, '--driver', 'terminal')
    let printed = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (printed += text))
    await reportWhere(reports, ({ state }) => state === 'help')

    // Not 'close': that never comes to a parent which cut the channel itself.
    const ended = Promise.all([once(child, 'exit'), once(child.stdout!, 'end')])
    if (what === 'SIGTERM') child.kill(what)
    else child.disconnect()
    const [[code]] = await ended

    expect(code).toBe(0)
    await reportWhere(reports, ({ online, appliedV }) => !online && appliedV === 1)
    expect(printed.split('\n').filter(Boolean)).toEqual([
      'desk-1: unknown — not connected to the broker',
      'desk-1: unknown — no command yet',
      'desk-1: help — checkout-latency is in ALARM',
      'desk-1: off',
    ])
  })
})
