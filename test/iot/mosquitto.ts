import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { whereInstalled } from '../peers.ts'

/** Debian's mosquitto and its clients: a real broker, and real strangers. */
export const describeWithMosquitto = whereInstalled(
  ['mosquitto', 'mosquitto_pub', 'mosquitto_sub'],
  'mosquitto mosquitto-clients',
)

const readyTopic = 'test/ready'

export interface Mosquitto {
  readonly port: number
  readonly url: string
  publish(topic: string, payload: string, ...options: string[]): void
  /** A stranger that listens; `until` resolves with the first line that matches, of those already heard or to come. */
  listen(topic: string): Promise<Listener>
  /** As a power cut would: no client is told. */
  kill(): Promise<void>
}

export interface Listener {
  readonly heard: string[]
  until(matches: (line: string) => boolean): Promise<string>
  stop(): Promise<void>
}

/** @param port the one that an earlier broker had, to stand in for it; else any that is free */
export async function startMosquitto(port?: number): Promise<Mosquitto> {
  for (let attempt = 0; attempt < 5; attempt++) {
    // Another process may take the free port before mosquitto does; then the next is tried.
    const tried = port ?? (await freePort())
    const broker = spawn('mosquitto', ['-v', '-p', String(tried)], { stdio: ['ignore', 'ignore', 'pipe'] })
    if (await says(broker, / running$/)) return mosquittoOn(tried, broker)
  }
  throw new Error('mosquitto did not start')
}

function mosquittoOn(port: number, broker: ChildProcess): Mosquitto {
  // Whoever hears this has heard that its subscriptions stand.
  publish(port, readyTopic, 'ready', '-r')
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    publish: (topic, payload, ...options) => publish(port, topic, payload, ...options),
    listen: (topic) => listenTo(port, topic),
    kill: () => end(broker, 'SIGKILL'),
  }
}

function publish(port: number, topic: string, payload: string, ...options: string[]) {
  const content = payload === '' ? '-n' : '-s'
  const args = ['-p', String(port), '-q', '1', '-t', topic, content, ...options]
  const { status, stderr } = spawnSync('mosquitto_pub', args, { input: payload, encoding: 'utf8' })
  if (status !== 0) throw new Error(`mosquitto_pub: ${stderr}`)
}

async function listenTo(port: number, topic: string): Promise<Listener> {
  const stranger = spawn('mosquitto_sub', ['-p', String(port), '-q', '1', '-t', topic, '-t', readyTopic], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const heard: string[] = []
  const waiting = new Set<() => void>()
  const subscribed = Promise.withResolvers<void>()
  createInterface({ input: stranger.stdout }).on('line', (line) => {
    if (line === 'ready') return subscribed.resolve()
    heard.push(line)
    for (const look of waiting) look()
  })
  await subscribed.promise
  return {
    heard,
    until: (matches) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find(matches)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    stop: () => end(stranger, 'SIGKILL'),
  }
}

/** Whether a program writes such a line on stderr before it ends. */
async function says(program: ChildProcess, pattern: RegExp): Promise<boolean> {
  const lines = createInterface({ input: program.stderr! })
  const said = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => pattern.test(line) && resolve(true))
    lines.on('close', () => resolve(false))
  })
  return said
}

async function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const exited = once(program, 'exit')
  program.kill(signal)
  await exited
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
