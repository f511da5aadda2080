import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { placesBelow } from '../../iot/pi/places.ts'
import { type Program, use } from '../../iot/pi/program.ts'
import type { ServiceState, Systemd } from '../../iot/pi/systemd.ts'
import { update } from '../../iot/pi/update.ts'
import { aCard, doomedDisk, PowerCut, removeCards } from './a-card.ts'
import { aProgram } from './a-program.ts'

/** How a version runs once it is started. */
type Runs = Partial<ServiceState>
const well: Runs = { active: 'active', status: 'connected, shows calm' }
const trial = { contact: 40, well: 40 }

/** A Pi with version 1 in use, and an archive of version 2 beside it. @param runs how each of them does, after its start */
async function aRunningPi(runs: Record<string, Runs>) {
  const card = aCard()
  const { places } = card
  const unpacked = (version: string) => aProgram(join(card.root, version), version)
  await card.pi.disk.writeFolder(places.version('1.0.0'), [{ name: 'agent.mjs', content: '', mode: 0o644 }])
  await use(card.pi.disk, places, '1.0.0')
  const inUse = () => readlinkSync(places.current).split('/').at(-1) ?? ''
  let running = '1.0.0'
  let pid = 1
  const started: string[] = []
  const systemd: Systemd = {
    reload: async () => {},
    async restart() {
      running = inUse()
      pid++
      started.push(running)
    },
    lend: async () => {},
    takeBack: async () => {},
    state: async () => ({ active: 'active', status: 'connected, shows calm', restarts: 0, pid, ...runs[running] }),
    lastWords: async () => ['it fell over'],
  }
  const give = (program: Program, but = {}) => update({ ...card.pi, systemd, ...but }, program, trial)
  return { ...card, systemd, started, inUse, unpacked, give }
}

describe('an update', () => {
  afterAll(removeCards)

  it('puts the new version in place, and keeps the old one beside it', async () => {
    const { give, unpacked, places, inUse, started, said } = await aRunningPi({ '2.0.0': well })

    await give(unpacked('2.0.0'))

    expect(inUse()).toBe('2.0.0')
    expect(started).toEqual(['2.0.0'])
    expect(existsSync(places.fallBackTo)).toBe(false)
    expect(readdirSync(places.versions).toSorted()).toEqual(['1.0.0', '2.0.0'])
    expect(said.at(-1)).toBe('version 2.0.0 is in use')
  })

  it.each([
    [
      'does not come up',
      { active: 'failed', status: '' },
      /does not keep running; its last log lines:\n {2}\| it fell over/,
    ],
    [
      'loses the contact that the old one had',
      { status: 'not connected to the broker' },
      /does not connect to the broker/,
    ],
    ['is restarted over and over', { active: 'activating', restarts: 3 }, /does not keep running/],
  ])('falls back when the new version %s', async (_what, runs, words) => {
    const { give, unpacked, places, inUse, started } = await aRunningPi({ '2.0.0': runs })

    await expect(give(unpacked('2.0.0'))).rejects.toThrow(words)

    expect(inUse()).toBe('1.0.0')
    expect(started).toEqual(['2.0.0', '1.0.0'])
    expect(existsSync(places.fallBackTo)).toBe(false)
  })

  it('does not ask of the new version what the old one had not', async () => {
    const lonely = { status: 'not connected to the broker' }
    const { give, unpacked, inUse } = await aRunningPi({ '1.0.0': lonely, '2.0.0': lonely })
    await give(unpacked('2.0.0'))
    expect(inUse()).toBe('2.0.0')
  })

  it('does nothing when that version is in use', async () => {
    const { give, unpacked, started } = await aRunningPi({})
    await give(unpacked('1.0.0'))
    expect(started).toEqual([])
  })

  it('wherever power fails, leaves a version that can be started: and a bad one goes at the next start', async () => {
    for (let nth = 1; ; nth++) {
      const pi = await aRunningPi({ '2.0.0': well })
      const given = await pi.give(pi.unpacked('2.0.0'), { disk: doomedDisk(nth) }).then(
        () => 'done',
        (error: unknown) => error,
      )
      if (given === 'done') return expect(nth).toBeGreaterThan(4)
      expect(given).toBeInstanceOf(PowerCut)
      expect(existsSync(join(pi.places.current, 'agent.mjs'))).toBe(true)

      const wasOnTrial = existsSync(pi.places.fallBackTo)
      bootUp(pi.root)
      if (wasOnTrial) expect(pi.inUse()).toBe('1.0.0')
      expect(existsSync(pi.places.fallBackTo)).toBe(false)

      await pi.give(pi.unpacked('2.0.0'))
      expect(pi.inUse()).toBe('2.0.0')
    }
  })
})

/** What systemd starts at the start of the machine and after a failure, with a systemctl that only writes down what it is told. */
function bootUp(root: string, environment: Record<string, string> = {}): string[] {
  const tools = join(root, 'tools')
  mkdirSync(tools, { recursive: true })
  const told = join(root, 'told')
  writeFileSync(told, '')
  for (const name of ['systemctl', 'sleep'])
    writeFileSync(join(tools, name), `#!/bin/sh\necho "${name} $*" >> ${told}\n`, { mode: 0o755 })
  const script = join(import.meta.dirname, '../../iot/pi/fall-back.sh')
  const opt = join(placesBelow(root).versions, '..')
  execFileSync('sh', [script, opt], { env: { PATH: `${tools}:${process.env['PATH']}`, ...environment } })
  return readFileSync(told, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}

describe('what goes back', () => {
  afterAll(removeCards)
  const startsIt = [
    'systemctl daemon-reload',
    'systemctl reset-failed andon-light.service',
    'systemctl start --no-block andon-light.service',
  ]

  it('does nothing at a start of the machine at which no update is on trial', async () => {
    const { root, inUse } = await aRunningPi({})
    expect(bootUp(root)).toEqual([])
    expect(inUse()).toBe('1.0.0')
  })

  it('goes back from an update that failed on trial, and starts what worked', async () => {
    const { root, places, inUse } = await aRunningPi({})
    symlinkSync('versions/0.9.0', places.fallBackTo)
    expect(bootUp(root, { MONITOR_SERVICE_RESULT: 'exit-code', MONITOR_EXIT_STATUS: '1' })).toEqual(startsIt)
    expect(inUse()).toBe('0.9.0')
  })

  it('tries a proven version again in a minute', async () => {
    const { root, inUse } = await aRunningPi({})
    expect(bootUp(root, { MONITOR_SERVICE_RESULT: 'exit-code', MONITOR_EXIT_STATUS: '1' })).toEqual([
      'sleep 60',
      ...startsIt,
    ])
    expect(inUse()).toBe('1.0.0')
  })

  it('leaves alone what has settings that cannot be used', async () => {
    const { root } = await aRunningPi({})
    expect(bootUp(root, { MONITOR_SERVICE_RESULT: 'exit-code', MONITOR_EXIT_STATUS: '78' })).toEqual([])
  })
})
