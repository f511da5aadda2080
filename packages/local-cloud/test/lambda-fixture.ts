import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Activity } from '../src/activity.ts'
import { createAwsEndpoint } from '../src/aws-endpoint/aws-endpoint.ts'
import type { CloudClock } from '../src/clock.ts'
import { createLambda, type Lambda } from '../src/services/lambda/lambda.ts'
import type { FunctionDefinition } from '../src/services/lambda/function.ts'
import type { SpareEnvironments } from '../src/services/lambda/spare-environments.ts'
import { arnOf } from '../src/arn.ts'
import type { Queues } from '../src/services/sqs/queues.ts'
import { wires } from '../src/services/services.ts'
import { openStore, type Store } from '../src/store.ts'
import { WatchedClock } from './lambda-watched-clock.ts'

/** ARNs of a function, unqualified and by the alias that the template gives it. */
export const functionArn = (name: string) => arnOf('lambda', `function:${name}`)
export const liveArn = (name: string) => `${functionArn(name)}:live`

/** The lines that functions wrote, which can be waited for. */
export class Lines {
  readonly all: string[] = []
  #waiting: { pattern: RegExp; resolve: (match: RegExpExecArray) => void }[] = []
  #heard = 0

  add = (_functionName: string, line: string) => {
    this.all.push(line)
    this.#look()
  }

  /** The next line, from the last one waited for on, that fits. */
  next(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve) => {
      this.#waiting.push({ pattern, resolve })
      this.#look()
    })
  }

  #look(): void {
    const wanted = this.#waiting[0]
    if (wanted === undefined) return
    for (; this.#heard < this.all.length; this.#heard++) {
      const match = wanted.pattern.exec(this.all[this.#heard]!)
      if (match === null) continue
      this.#heard++
      this.#waiting.shift()
      wanted.resolve(match)
      return this.#look()
    }
  }
}

export interface Letter {
  readonly queueArn: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Queues that only keep what was sent. */
export class KeptQueues implements Queues {
  readonly letters: Letter[] = []
  send(queueArn: string, body: string, { attributes = {} } = {}): void {
    this.letters.push({ queueArn, body, attributes })
  }
}

const open: (() => Promise<void> | void)[] = []

/** Ends whatever a test has started. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close()
}

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'andon-lambda-'))
  open.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** @param folder where an earlier run has left its store; in memory only unless given */
export function storeIn(folder?: string): Store {
  const store = openKept(folder)
  open.push(() => store.close())
  return store
}

/** Tells how many processes live, by a connection that each holds as long as it does. */
export async function lifeline() {
  const held = new Set<Socket>()
  let gone: () => void = () => undefined
  const server = createTcpServer((socket) => {
    held.add(socket)
    socket.on('error', () => undefined).write('!')
    socket.on('close', () => {
      held.delete(socket)
      gone()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => void server.close())
  const { port } = server.address() as AddressInfo
  return {
    /** The same module, which takes a connection before it is loaded. */
    tied: (source: string) => `import { connect } from 'node:net'
      const line = connect(${port}, '127.0.0.1')
      await new Promise((held) => line.once('data', held))
      line.unref()
      ${source}`,
    alive: () => held.size,
    async allGone() {
      while (held.size > 0) await new Promise<void>((resolve) => (gone = resolve))
    },
  }
}

/** A local cloud with these functions, all invoked once, in a process of its own; it writes the functions' lines. */
export function startElsewhere(sources: Readonly<Record<string, string>>) {
  const functions = Object.entries(sources).map(([name, source]) => {
    const directory = folder()
    writeFileSync(join(directory, 'index.mjs'), source)
    return { name, directory }
  })
  const main = fileURLToPath(new URL('lambda-elsewhere.ts', import.meta.url))
  const child = spawn(process.execPath, [main, JSON.stringify(functions)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = new Lines()
  createInterface({ input: child.stdout }).on('line', (line) => lines.add('', line))
  open.push(() => void child.kill('SIGKILL'))
  return { says: (pattern: RegExp) => lines.next(pattern), kill: (signal: NodeJS.Signals) => child.kill(signal) }
}

export const openKept = (folder?: string) => openStore(folder && join(folder, 'state'))

interface Setting {
  readonly clock?: CloudClock
  readonly store?: Store
  readonly retryDelays?: readonly number[]
  readonly speed?: number
  readonly queues?: Queues
  readonly environment?: Record<string, string>
  readonly spares?: SpareEnvironments
}

export function startLambda(setting: Setting = {}) {
  const clock = new WatchedClock()
  const lines = new Lines()
  const queues = new KeptQueues()
  const activity = new Activity()
  const lambda = createLambda({
    clock,
    store: setting.store ?? storeIn(),
    queues,
    environment: {},
    ...setting,
    activity,
    onLog: lines.add,
  })
  open.push(() => lambda.stop())
  return { lambda, clock, lines, queues, activity }
}

/** Defines a function whose bundle is the given source of an ES module. */
export function define(lambda: Lambda, name: string, source: string, more: Partial<FunctionDefinition> = {}) {
  const directory = folder()
  writeFileSync(join(directory, 'index.mjs'), source)
  defineBundle(lambda, name, directory, more)
}

export function defineBundle(lambda: Lambda, name: string, directory: string, more: Partial<FunctionDefinition> = {}) {
  lambda.defineFunction({
    name,
    arn: functionArn(name),
    directory,
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 3,
    memoryMb: 128,
    runtime: 'nodejs24.x',
    ...more,
  })
}

/** Lambda's part of the AWS endpoint, over HTTP. Answers its address. */
export async function serve(api: () => Lambda['api']): Promise<string> {
  const lambda = {
    ...wires.lambda,
    get api() {
      return api()
    },
  }
  const endpoint = await createAwsEndpoint({
    port: 0,
    services: new Map([['lambda', lambda]]),
    clock: new WatchedClock(),
    authorize(_caller, permissions) {
      for (const { action, resource } of permissions) {
        if (!resource.startsWith('arn:aws:lambda:')) throw new Error(`${action} on ${resource}`)
      }
    },
    authorizeElsewhere() {},
    log() {},
  })
  open.push(() => endpoint.close())
  return endpoint.url
}
