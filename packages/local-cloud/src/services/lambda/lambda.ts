import { randomUUID } from 'node:crypto'
import type { Activity } from '../../activity.ts'
import type { CloudClock } from '../../clock.ts'
import { DurableExecutions } from './durable-executions/durable-executions.ts'
import type { DurableWait, ExecutionRecord } from './durable-executions/record.ts'
import type { DurableUsage } from './durable-executions/usage.ts'
import { createLambdaApi } from './api.ts'
import { AsynchronousInvocations, lambdaRetryDelays, type InvocationOutcome } from './asynchronous.ts'
import { DeployedFunctions } from './deployed-functions.ts'
import { largestPayload } from './environment.ts'
import { functionReference, invokedArn, type FunctionDefinition, type FunctionReference } from './function.ts'
import { checkDestinations, createOutcomes } from './outcomes.ts'
import type { SpareEnvironments } from './spare-environments.ts'
import type { Api } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import { FunctionFailed, type Functions } from './functions.ts'
import type { Queues } from '../sqs/queues.ts'
import type { Store } from '../../store.ts'
import type { FunctionUsage } from './usage.ts'

/** The largest asynchronous event, by the API model of November 2026 (256 KB until 2025). */
const largestEvent = 1_048_576

export interface LambdaOptions {
  readonly clock: CloudClock
  readonly store: Store
  readonly activity: Activity
  readonly queues: Queues
  /** What every function is given: AWS_ENDPOINT_URL, SLACK_API_URL. Wins over its own variables; read at each start. */
  readonly environment: Readonly<Record<string, string>>
  /** Milliseconds before the second and the third try of an asynchronous invocation; Lambda's own unless told. */
  readonly retryDelays?: readonly number[]
  /** How many times as fast waits and callback timeouts of durable executions pass; 1 unless told. */
  readonly speed?: number
  /** Where an earlier Lambda has left its processes, and where this one leaves them. */
  readonly spares?: SpareEnvironments | undefined
  /** A line that a function wrote, or that is said of it. */
  readonly onLog: (functionName: string, line: string) => void
}

export interface Lambda extends Functions {
  readonly api: Api
  /** Throws `NotModelled` for a destination that cannot be imitated. */
  defineFunction(definition: FunctionDefinition): void
  /** Goes on with what an earlier run left. Call once all functions are defined. */
  resume(): void
  /** Starts one environment of each of these functions before it is needed. @param arns of theirs, or names */
  warm(arns: readonly string[]): void
  /** Of every function, since the start. */
  usage(): FunctionUsage[]
  /** Of all durable executions that are kept. */
  durableUsage(): DurableUsage
  /** What running durable executions wait for at present, in time. */
  waits(): DurableWait[]
  /** Ends all processes; what is not done stays kept. Resolves when they are gone. */
  stop(): Promise<void>
}

/** The laptop's Lambda: AWS's own runtime client around each bundle, and the service's side of durable executions. */
export const createLambda = (options: LambdaOptions): Lambda => new LocalLambda(options)

class LocalLambda implements Lambda {
  readonly api: Api
  readonly #options: LambdaOptions
  readonly #functions: DeployedFunctions
  readonly #asynchronous: AsynchronousInvocations
  readonly #durable: DurableExecutions
  readonly #tell: (outcome: InvocationOutcome) => void

  constructor(options: LambdaOptions) {
    const { clock, queues } = options
    this.#options = options
    this.#functions = new DeployedFunctions(options)
    const definitionOf = (name: string) => this.#functions.newest(name)
    const outcomes = createOutcomes({
      clock,
      queues,
      definitionOf,
      invokeLater: (arn, event) => this.invokeLater(arn, event),
    })
    this.#tell = (outcome) => outcomes.tell(outcome)
    this.#asynchronous = new AsynchronousInvocations({
      ...options,
      retryDelays: options.retryDelays ?? lambdaRetryDelays,
      invoke: (target, payload, requestId) => this.#run(target, payload, requestId),
      configOf: (name) => definitionOf(name)?.asynchronous ?? {},
      outcomes,
    })
    this.#durable = new DurableExecutions({
      ...options,
      speed: options.speed ?? 1,
      invoke: (record, event) => this.#run(targetOf(record), JSON.stringify(event)),
      configOf: (name, qualifier = '$LATEST') => this.#functions.of({ name, qualifier })?.definition.durable,
      onEnd: (record) => this.#tellEnd(record),
    })
    this.api = createLambdaApi({
      durable: this.#durable,
      versionOf: (target) => this.#functions.versionOf(target),
      invoke: (target, payload, name) => this.#invoke(target, payload, name),
      accept: (target, payload, name) => this.#accept(target, payload, name),
      check: (target, payload, name) => void this.#check(target, payload, largestPayload, name),
    })
  }

  defineFunction(definition: FunctionDefinition): void {
    checkDestinations(definition)
    this.#functions.define(definition)
  }

  async invoke(arn: string, payload: unknown): Promise<unknown> {
    const { answer } = await this.#invoke(functionReference(arn), JSON.stringify(payload))
    return answer
  }

  invokeLater(arn: string, payload: unknown, options: { readonly durableExecutionName?: string } = {}): void {
    this.#accept(functionReference(arn), JSON.stringify(payload), options.durableExecutionName)
  }

  resume(): void {
    this.#functions.forgetVersionsUnless((name, version) => this.#durable.needs(name, version))
    this.#asynchronous.resume()
    this.#durable.resume()
  }

  warm(arns: readonly string[]): void {
    this.#functions.warm(new Set(arns.map((arn) => functionReference(arn).name)))
  }

  usage(): FunctionUsage[] {
    return this.#functions.usage()
  }

  durableUsage(): DurableUsage {
    return this.#durable.usage()
  }

  waits(): DurableWait[] {
    return this.#durable.waits()
  }

  async stop(): Promise<void> {
    // First, so that what fails because its process is ended is not taken for a failure of its own.
    this.#asynchronous.stop()
    this.#durable.close()
    await this.#functions.stop()
  }

  async #invoke(target: FunctionReference, payload: string, name?: string) {
    const { durable } = this.#check(target, payload, largestPayload, name)
    if (durable === undefined) return { answer: await this.#run(target, payload), executionArn: undefined }
    const started = this.#durable.start({ ...this.#startOf(target, payload, name), asynchronous: false })
    const { status, result, error } = await this.#durable.finished(started)
    if (status === 'SUCCEEDED') {
      return { answer: result ? JSON.parse(result) : undefined, executionArn: started.arn }
    }
    throw new FunctionFailed(error?.ErrorType ?? status, error?.ErrorMessage ?? `The execution ended as ${status}`)
  }

  /** Answers the ARN of the durable execution, if it is one. */
  #accept(target: FunctionReference, payload: string, name?: string): string | undefined {
    const { durable } = this.#check(target, payload, largestEvent, name)
    if (durable !== undefined)
      return this.#durable.start({ ...this.#startOf(target, payload, name), asynchronous: true }).arn
    this.#asynchronous.accept(target, payload)
    return undefined
  }

  #check(target: FunctionReference, payload: string, largest: number, executionName?: string): FunctionDefinition {
    const definition = this.#functions.of(target)?.definition
    if (definition === undefined) {
      throw new AwsError('ResourceNotFoundException', `Function not found: ${invokedArn(target)}`, 404)
    }
    if (Buffer.byteLength(payload) > largest) {
      const message = `Request must be smaller than ${largest} bytes for the InvokeFunction operation`
      throw new AwsError('RequestTooLargeException', message, 413)
    }
    if (definition.durable === undefined && executionName !== undefined) {
      throw invalid(`${target.name} is not a durable function, so its execution cannot be named`)
    }
    if (definition.durable !== undefined && target.qualifier === undefined) {
      throw invalid(`${target.name} is a durable function: invoke a version or an alias of it`)
    }
    return definition
  }

  #run(target: FunctionReference, payload: string, requestId: string = randomUUID()): Promise<unknown> {
    const pool = this.#functions.of(target)?.pool
    if (pool === undefined)
      return Promise.reject(new FunctionFailed('Local.FunctionGone', `No function ${invokedArn(target)}`))
    return this.#options.activity.during(
      `invocation of ${target.name}`,
      pool.invoke({ requestId, payload, arn: invokedArn(target) }),
    )
  }

  #startOf = (target: FunctionReference, payload: string, name: string | undefined) => ({
    functionName: target.name,
    version: this.#functions.versionOf(target),
    name,
    input: payload,
  })

  #tellEnd(record: ExecutionRecord): void {
    if (!record.asynchronous || record.status === 'STOPPED') return
    const { error, status } = record
    const failed = status !== 'SUCCEEDED'
    const failure = new FunctionFailed(error?.ErrorType ?? status, error?.ErrorMessage ?? `The execution ${status}`)
    try {
      this.#tell({
        requestId: record.arn,
        target: targetOf(record),
        version: record.version,
        payload: record.input,
        attempts: record.invocations,
        condition: failed ? 'RetriesExhausted' : 'Success',
        ...(failed ? { failure } : { answer: record.result ? JSON.parse(record.result) : null }),
      })
    } catch (cause) {
      this.#options.onLog(record.functionName, `The end of ${record.name} could not be told: ${String(cause)}`)
    }
  }
}

const targetOf = ({ functionName, version }: ExecutionRecord) => ({ name: functionName, qualifier: version })

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message)
