import type { StaticStructureSchema } from '@smithy/types'
import { randomUUID } from 'node:crypto'
import type { AwsError } from '../aws-error.ts'
import { formInput } from './form.ts'
import { type Model, type ModelledOperation, queryName } from './model.ts'
import {
  type WireReply,
  type OperationRequest,
  type Protocol,
  type ReceivedRequest,
  unknownOperation,
} from './protocol.ts'
import { structure, XmlBodies, xmlCode } from './xml.ts'

const text = 0
const metadata = structure('ResponseMetadata', { RequestId: text })
const errorResponse = structure('ErrorResponse', {
  Error: structure('Error', { Type: text, Code: text, Message: text }),
  RequestId: text,
})

/** AWS's Query protocol: a form in, with the operation in `Action`; XML out. */
export class Query implements Protocol {
  readonly #model: Model
  readonly #bodies: XmlBodies

  constructor(model: Model) {
    this.#model = model
    this.#bodies = new XmlBodies(model.xmlNamespace)
  }

  read({ method, url, body }: ReceivedRequest): OperationRequest {
    const form = new URLSearchParams(method === 'POST' ? body.toString() : url.split('?')[1])
    const name = form.get('Action')
    if (name === null) throw unknownOperation('A form without an Action')
    const operation = this.#model.operations.get(name)
    if (operation === undefined) throw unknownOperation(`The operation ${name}`)
    return { operation, input: formInput(operation.input, form) }
  }

  answer(operation: ModelledOperation, output: unknown): WireReply {
    const { name } = operation
    const value = { [`${name}Result`]: output ?? {}, ResponseMetadata: { RequestId: randomUUID() } }
    return this.#xml(200, envelopeOf(operation), value)
  }

  refuse(error: AwsError): WireReply {
    const denied = this.#model.errors.has('AuthorizationError') ? 'AuthorizationError' : 'AccessDenied'
    const schema = this.#model.errors.get(error.code)
    const Code = (schema && queryName(schema.getMergedTraits())) ?? xmlCode(error, denied)
    const status = Code === denied ? 403 : error.status
    const Error = { Type: status < 500 ? 'Sender' : 'Receiver', Code, Message: error.message }
    return this.#xml(status, errorResponse, { Error, RequestId: randomUUID() })
  }

  #xml(status: number, schema: StaticStructureSchema, value: unknown): WireReply {
    return { status, headers: { 'content-type': 'text/xml' }, body: this.#bodies.write(schema, value) }
  }
}

const envelopes = new WeakMap<ModelledOperation, StaticStructureSchema>()

function envelopeOf(operation: ModelledOperation): StaticStructureSchema {
  const known = envelopes.get(operation)
  if (known !== undefined) return known
  const { name, output } = operation
  const made = structure(`${name}Response`, {
    ...(!output.isUnitSchema() && { [`${name}Result`]: output.getSchema() }),
    ResponseMetadata: metadata,
  })
  envelopes.set(operation, made)
  return made
}
