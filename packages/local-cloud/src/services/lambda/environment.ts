import type { ChildProcess } from 'node:child_process'
import type { Cancel, CloudClock } from '../../clock.ts'
import { handlerFailure, runtimeExited, timedOut, whatFailed } from './failure.ts'
import type { FunctionDefinition } from './function.ts'
import { startRuntime } from './process.ts'
import { RuntimeApi, type Invocation } from './runtime-api.ts'
import { FunctionFailed } from './functions.ts'

/** Lambda allows 10 s; a laptop may start ten functions at once on two cores. */
const longestInitSeconds = 30
/** The largest request and the largest answer of a synchronous invocation: 6 MB and a little, as Lambda counts it. */
export const largestPayload = 6_291_556

export interface EnvironmentOptions {
  readonly clock: CloudClock
  /** What every function is given beside its own variables; read at each start. */
  readonly environment: Readonly<Record<string, string>>
  readonly onLog: (functionName: string, line: string) => void
}

export interface EnvironmentListener {
  /** It can take its first invocation. */
  started(): void
  /** It can take an invocation. */
  ready(environment: ExecutionEnvironment): void
  /** It has ended; `initFailure` when it never could take an invocation. */
  gone(environment: ExecutionEnvironment, initFailure: FunctionFailed | undefined): void
}

interface Running {
  readonly invocation: Invocation
  readonly resolve: (answer: unknown) => void
  readonly reject: (failure: FunctionFailed) => void
}

/** One execution environment of a function: a child process that takes one invocation at a time. */
export class ExecutionEnvironment {
  readonly #definition: FunctionDefinition
  #surroundings: EnvironmentOptions
  #listener: EnvironmentListener
  readonly #api: RuntimeApi
  readonly #gone = Promise.withResolvers<void>()
  #child: ChildProcess | undefined
  #running: Running | undefined
  #started = false
  #stopping = false
  #ended = false
  #initFailure: FunctionFailed | undefined
  #cancelTimeout: Cancel = () => undefined
  readonly #startedWith: string

  constructor(definition: FunctionDefinition, surroundings: EnvironmentOptions, listener: EnvironmentListener) {
    this.#definition = definition
    this.#surroundings = surroundings
    this.#listener = listener
    this.#startedWith = startOf(definition, surroundings)
    this.#api = new RuntimeApi({
      ready: () => this.#isReady(),
      answered: (requestId, body) => this.#answered(requestId, body),
      failed: (requestId, body) => this.#settle(requestId, (running) => running.reject(handlerFailure(body))),
      initFailed: (body) => (this.#initFailure = handlerFailure(body)),
    })
    this.#start().catch((error: unknown) => {
      this.#initFailure = whatFailed(error)
      this.#end(null, null)
    })
  }

  /** What it was started with: wherever that is the same, it may serve on. */
  get startedWith(): string {
    return this.#startedWith
  }

  /** Nothing runs in it: it is ready, or will be by itself. */
  get idle(): boolean {
    return this.#started && this.#running === undefined && !this.leaving
  }

  /** Serves another cloud from now on. Call only while `idle`. */
  moveTo(surroundings: EnvironmentOptions, listener: EnvironmentListener): void {
    this.#surroundings = surroundings
    this.#listener = listener
  }

  get ready(): boolean {
    return this.#api.waiting && this.#running === undefined && !this.leaving
  }

  get leaving(): boolean {
    return this.#stopping || this.#ended
  }

  /** It will be ready by itself: it is starting, or has just answered. */
  get soonReady(): boolean {
    return !this.#api.waiting && this.#running === undefined && !this.leaving
  }

  /** Call only while `ready`. Rejects with `FunctionFailed`. */
  run(invocation: Invocation): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#running = { invocation, resolve, reject }
      this.#allow(this.#definition.timeoutSeconds, () => this.#timeOut(invocation.requestId))
      this.#api.give(invocation, this.#definition.timeoutSeconds)
    })
  }

  /** Ends the process; what it was doing fails. Resolves when it is gone. */
  stop(): Promise<void> {
    this.#stopping = true
    if (this.#child === undefined) this.#end(null, 'SIGKILL')
    else this.#child.kill('SIGKILL')
    return this.#gone.promise
  }

  async #start(): Promise<void> {
    const { environment } = this.#surroundings
    const address = await this.#api.listen()
    if (this.#ended) return this.#api.close()
    this.#allow(longestInitSeconds, () => this.#initTimedOut())
    const onLine = (line: string) => this.#surroundings.onLog(this.#definition.name, line)
    this.#child = startRuntime(this.#definition, address, environment, onLine)
    this.#child.on('error', (error) => {
      this.#initFailure = whatFailed(error)
      this.#end(null, null)
    })
    this.#child.on('exit', (code, signal) => this.#end(code, signal))
  }

  #isReady(): void {
    if (!this.#started) {
      this.#cancelTimeout()
      this.#listener.started()
    }
    this.#started = true
    this.#listener.ready(this)
  }

  #answered(requestId: string, body: string): void {
    this.#settle(requestId, (running) => {
      if (Buffer.byteLength(body) <= largestPayload) return running.resolve(body === '' ? undefined : JSON.parse(body))
      const message = `Response payload size exceeded maximum allowed payload size (${largestPayload} bytes).`
      running.reject(new FunctionFailed('Function.ResponseSizeTooLarge', message))
    })
  }

  #settle(requestId: string, how: (running: Running) => void): void {
    const running = this.#running
    if (running?.invocation.requestId !== requestId) return
    this.#running = undefined
    this.#cancelTimeout()
    how(running)
  }

  #timeOut(requestId: string): void {
    const failure = timedOut(requestId, this.#definition.timeoutSeconds)
    this.#surroundings.onLog(this.#definition.name, failure.message)
    this.#settle(requestId, (running) => running.reject(failure))
    this.#child?.kill('SIGKILL')
  }

  #initTimedOut(): void {
    this.#initFailure = new FunctionFailed('Sandbox.Timedout', `Init timed out after ${longestInitSeconds} seconds`)
    this.#child?.kill('SIGKILL')
  }

  #allow(seconds: number, otherwise: () => void): void {
    const { clock } = this.#surroundings
    this.#cancelTimeout = clock.at(clock.now() + seconds * 1000, otherwise)
  }

  #end(code: number | null, signal: string | null): void {
    if (this.#ended) return
    this.#ended = true
    this.#cancelTimeout()
    this.#api.close()
    const running = this.#running
    if (running) this.#settle(running.invocation.requestId, () => running.reject(exitOf(running, code, signal)))
    this.#gone.resolve()
    const unready = this.#started ? undefined : runtimeExited('init', code, signal)
    this.#listener.gone(this, this.#initFailure ?? unready)
  }
}

/** All that a process is started with, as one text. */
export const startOf = (definition: FunctionDefinition, { environment }: EnvironmentOptions) =>
  JSON.stringify([definition, environment])

const exitOf = ({ invocation }: Running, code: number | null, signal: string | null) =>
  runtimeExited(invocation.requestId, code, signal)
