import type { AwsError } from '../aws-error.ts'
import { jsonError, JsonBodies, jsonObject } from './json.ts'
import { type Model, type ModelledOperation, queryName } from './model.ts'
import {
  type WireReply,
  type OperationRequest,
  type Protocol,
  type ReceivedRequest,
  unknownOperation,
} from './protocol.ts'

export interface JsonRpcOptions {
  /** Whether the JSON goes to the imitation as it comes, and its answer out as it is. */
  readonly asJson: boolean
}

/** AWS JSON 1.0 and 1.1: the operation stands in X-Amz-Target, and all else in the body. */
export class JsonRpc implements Protocol {
  readonly #model: Model
  readonly #asJson: boolean
  readonly #bodies = new JsonBodies({ jsonName: false })
  readonly #type: string

  constructor(model: Model, { asJson }: JsonRpcOptions) {
    this.#model = model
    this.#asJson = asJson
    this.#type = `application/x-amz-json-${model.protocol === 'awsJson1_0' ? '1.0' : '1.1'}`
  }

  read({ headers, body }: ReceivedRequest): OperationRequest {
    const name = String(headers['x-amz-target'] ?? '').split('.')[1]
    if (name === undefined) throw unknownOperation('A request without X-Amz-Target')
    const operation = this.#model.operations.get(name)
    if (operation === undefined) throw unknownOperation(`The operation ${name}`)
    const input = this.#asJson ? jsonObject(body) : this.#bodies.read(operation.input, body)
    return { operation, input }
  }

  answer({ output }: ModelledOperation, value: unknown): WireReply {
    const body = this.#asJson ? JSON.stringify(value ?? {}) : this.#bodies.write(output, value)
    return { status: 200, headers: { 'content-type': this.#type }, body }
  }

  refuse(error: AwsError): WireReply {
    const { code, status } = error
    const schema = this.#model.errors.get(code)
    const headers = { 'content-type': this.#type, 'x-amzn-errortype': code }
    const body = JSON.stringify({ __type: code, ...jsonError(error, schema) })
    if (!this.#model.queryCompatible) return { status, headers, body }
    const before = (schema && queryName(schema.getMergedTraits())) ?? code
    const fault = `${before};${status < 500 ? 'Sender' : 'Receiver'}`
    return { status, headers: { ...headers, 'x-amzn-query-error': fault }, body }
  }
}
