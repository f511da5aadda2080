import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Input } from '../api.ts'
import { AwsError } from '../aws-error.ts'
import type { ModelledOperation } from './model.ts'

/** A request whose body has been read. */
export interface ReceivedRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface OperationRequest {
  readonly operation: ModelledOperation
  readonly input: Input
}

export interface WireReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | Readable
}

/** How one service's operations, inputs, outputs and errors are written. */
export interface Protocol {
  /** Throws `AwsError`, also for an operation that the model does not have. */
  read(request: ReceivedRequest): OperationRequest
  answer(operation: ModelledOperation, output: unknown): WireReply
  refuse(error: AwsError): WireReply
}

export const unknownOperation = (what: string) =>
  new AwsError('UnknownOperationException', `${what} is not modelled locally`, 501)
