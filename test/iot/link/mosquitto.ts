import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { whereInstalled } from '../../../packages/local-cloud/test/peers.ts'
import type { Authority, Issued } from './certificates.ts'

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
  return tryPorts(async () => {
    const tried = port ?? (await freePort())
    const broker = await runMosquitto('-p', String(tried))
    return broker && mosquittoOn(tried, broker)
  })
}

export interface SecureMosquitto extends Mosquitto {
  /** Where it takes TLS with a device's certificate, in the order of `doors`. A device may use its own topics only. */
  readonly securePorts: readonly number[]
}

/** A broker that strangers reach on its plain port, and devices on a port of its own for each of these certificates. */
export async function startSecureMosquitto(
  authority: Authority,
  ...doors: readonly Issued[]
): Promise<SecureMosquitto> {
  const folder = dirname(authority.certificateFile)
  const acl = join(folder, 'acl')
  writeFileSync(
    acl,
    [
      'read andon/lights/%u/command',
      'write andon/lights/%u/reported',
      'write andon/cords/%u/pulled',
      'readwrite $aws/#',
    ]
      .map((rule) => `pattern ${rule}\n`)
      .join(''),
  )
  return tryPorts(async () => {
    const plain = await freePort()
    const securePorts = await Promise.all(doors.map(() => freePort()))
    const lines = doors.flatMap(({ certificateFile, keyFile }, at) => [
      `listener ${securePorts[at]} 127.0.0.1`,
      `cafile ${authority.certificateFile}`,
      `certfile ${certificateFile}`,
      `keyfile ${keyFile}`,
      'require_certificate true',
      'use_identity_as_username true',
      `acl_file ${acl}`,
    ])
    const config = join(folder, `${plain}.conf`)
    const head = ['per_listener_settings true', `user ${userInfo().username}`, `listener ${plain} 127.0.0.1`]
    writeFileSync(config, [...head, 'allow_anonymous true', ...lines, ''].join('\n'))
    const broker = await runMosquitto('-c', config)
    return broker && { ...mosquittoOn(plain, broker), securePorts }
  })
}

/** Another process may take a free port before mosquitto does; then the next is tried. */
async function tryPorts<T>(start: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const started = await start()
    if (started !== undefined) return started
  }
  throw new Error('mosquitto did not start')
}

async function runMosquitto(...args: string[]): Promise<ChildProcess | undefined> {
  const broker = spawn('mosquitto', ['-v', ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  return (await says(broker, / running$/)) ? broker : undefined
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

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
