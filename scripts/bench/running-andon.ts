import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A real `npm start` of our own, on free ports and with a folder of its own. */
export interface RunningAndon {
  /** From the command until "Andon is up". */
  readonly secondsToUp: number
  /** Of npm, the first of its processes. */
  readonly pid: number
  /** `http://127.0.0.1:4000` */
  readonly doors: string
  readonly mqttPort: number
  /** The AWS endpoint. */
  readonly aws: string
  /** Where it keeps its state, and what its functions say. */
  readonly data: string
  readonly stop: () => Promise<void>
}

const up = /^Andon is up: console (?<doors>\S+) · MQTT \S+:(?<mqtt>\d+) · AWS (?<aws>\S+) /

const anyPorts = { PORT: '0', MQTT_PORT: '0', MQTTS_PORT: '0', AWS_PORT: '0' }

/** Rejects when it ends before it is up. @param environment over this process's own */
export async function startAndon(
  folder: string,
  { environment = {}, flags = [] }: { environment?: Record<string, string>; flags?: readonly string[] } = {},
): Promise<RunningAndon> {
  const data = await mkdtemp(join(tmpdir(), 'andon-bench-'))
  const began = performance.now()
  const npm = spawn('npm', ['start', '--', ...flags], {
    cwd: folder,
    env: { ...process.env, ...anyPorts, ANDON_DATA: data, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that all of it can be ended.
    detached: true,
  })
  const ended = once(npm, 'exit')
  const said: string[] = []
  npm.stderr.on('data', (chunk) => said.push(String(chunk)))

  const { promise: isUp, resolve, reject } = Promise.withResolvers<RegExpExecArray>()
  createInterface({ input: npm.stdout }).on('line', (line) => {
    const match = up.exec(line)
    if (match) resolve(match)
  })
  ended.then(() => reject(new Error(`npm start ended before it was up: ${said.join('')}`)), reject)
  const { doors = '', mqtt, aws = '' } = (await isUp).groups ?? {}

  return {
    secondsToUp: (performance.now() - began) / 1000,
    pid: npm.pid ?? 0,
    doors,
    mqttPort: Number(mqtt),
    aws,
    data,
    async stop() {
      if (npm.pid !== undefined && npm.exitCode === null) process.kill(-npm.pid, 'SIGTERM')
      await ended
      await rm(data, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
