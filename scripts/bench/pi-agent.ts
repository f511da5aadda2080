import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { connectAsync } from 'mqtt'
import { lightCommand } from '../../iot/contract/light-command.ts'
import { commandTopic } from '../../iot/contract/topics.ts'
import { buildAgentArchive } from '../../lib/agent-archive.ts'
import type { Figure, NotMeasured } from './figures.ts'

const light = 'bench-pi'
/** What starting costs is over by then; and then it is watched for so long. Milliseconds. */
const settle = 20_000
const watched = 60_000
/** Of /proc/<pid>/stat, on every machine that Linux runs on. Milliseconds. */
const tick = 10

const disk = { figure: 'agent on the Pi, unpacked', unit: 'MB', limit: 40 }
const memory = { figure: 'agent on the Pi, RSS', unit: 'MB', limit: 90 }
const time = { figure: 'agent on the Pi, of one core', unit: '%', limit: 1 }

/** The archive's own agent, as its launcher starts it: one light that burns steadily, with the watchdog to be fed. */
export async function piAgentFigures({ mqttPort }: { readonly mqttPort: number }): Promise<(Figure | NotMeasured)[]> {
  const folder = await mkdtemp(join(tmpdir(), 'andon-bench-pi-'))
  const unpacked = join(folder, 'andon-light')
  execFileSync('tar', ['xzf', await buildAgentArchive(folder), '-C', folder])
  const size = {
    ...disk,
    value: await sizeOf(unpacked),
    how: '`andon-light.tgz`: programs, page, and koffi for 3 machines',
  }

  const agent = await startAgent(folder, `mqtt://127.0.0.1:${mqttPort}`)
  await pause(settle)
  const [before, began] = [agent.used(), performance.now()]
  await pause(watched)
  const share = (agent.used() - before) / (performance.now() - began)
  const resident = agent.resident()
  await agent.stop()
  await rm(folder, { recursive: true })
  if (resident === undefined) return [size, { ...memory, how: 'on Linux only' }, { ...time, how: 'on Linux only' }]
  const how = `connected, lamp in the journal, steadily calm; Node ${process.versions.node}`
  return [
    size,
    { ...memory, value: resident, how: `${how}; ${(settle + watched) / 1000} s after its start` },
    { ...time, value: share * 100, how: `the same, for ${watched / 1000} s` },
  ]
}

async function startAgent(folder: string, broker: string) {
  const settings = join(folder, 'settings.json')
  await writeFile(settings, JSON.stringify({ light, broker, lamp: { driver: 'plain' } }))
  await tellCalm(broker)
  const child = spawn(join(folder, 'andon-light', 'andon-light'), ['run', '--settings', settings, '--state', folder], {
    // Nobody listens there; but to speak takes what it takes under systemd.
    env: { ...process.env, NOTIFY_SOCKET: '@andon-bench', WATCHDOG_USEC: '30000000' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) if (line.endsWith(': calm')) break
  const proc = (file: string) => {
    const path = `/proc/${child.pid}/${file}`
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  }
  return {
    /** Milliseconds of processor time. */
    used() {
      const fields =
        proc('stat')
          ?.replace(/^.*\) /, '')
          .split(' ')
          .map(Number) ?? []
      return ((fields[11] ?? 0) + (fields[12] ?? 0)) * tick
    },
    /** Megabytes; `undefined` where it cannot be known. */
    resident() {
      const kilobytes = /^Rss:\s+(\d+) kB/m.exec(proc('smaps_rollup') ?? '')?.[1]
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function tellCalm(broker: string): Promise<void> {
  const client = await connectAsync(broker)
  const calm = lightCommand.parse({
    epoch: '2026-01-01T00:00:00.000Z',
    v: 1,
    line: 'bench',
    state: 'calm',
    acknowledged: false,
    reasons: [],
    at: new Date().toISOString(),
    ttlSeconds: 3600,
  })
  await client.publishAsync(commandTopic(light), JSON.stringify(calm), { qos: 1, retain: true })
  await client.endAsync()
}

/** Megabytes. */
async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0) / 1e6
}
