import type { AwsError } from '../aws-error.ts'
import { HttpMembers } from './http-members.ts'
import { JsonBodies, jsonError } from './json.ts'
import type { Model, ModelledOperation } from './model.ts'
import {
  type WireReply,
  type OperationRequest,
  type Protocol,
  type ReceivedRequest,
  unknownOperation,
} from './protocol.ts'
import { Routes } from './routes.ts'
import { structure, XmlBodies, xmlCode } from './xml.ts'

const text = 0
const xmlError = structure('Error', { Code: text, Message: text })

/** REST-JSON and REST-XML: the operation stands in the method and the path, its input everywhere. */
export class Rest implements Protocol {
  readonly #model: Model
  readonly #routes: Routes
  readonly #members: HttpMembers
  readonly #isXml: boolean

  constructor(model: Model) {
    this.#model = model
    this.#routes = new Routes(model)
    this.#isXml = model.protocol === 'restXml'
    this.#members = new HttpMembers(
      this.#isXml
        ? { bodies: new XmlBodies(model.xmlNamespace), contentType: 'application/xml', times: 5 }
        : { bodies: new JsonBodies({ jsonName: true }), contentType: 'application/json', times: 7 },
    )
  }

  read(request: ReceivedRequest): OperationRequest {
    const [path = '/', search = ''] = request.url.split(/\?(.*)/s)
    const query = new URLSearchParams(search)
    const found = this.#routes.find(request, path, query)
    if (found === undefined) throw unknownOperation(`${request.method} ${request.url}`)
    const { operation, labels } = found
    return { operation, input: this.#members.read(operation.input, { ...request, labels, query }) }
  }

  answer(operation: ModelledOperation, output: unknown): WireReply {
    const answer = this.#members.write(operation, output)
    return operation.http?.method === 'HEAD' ? { ...answer, body: '' } : answer
  }

  refuse(error: AwsError): WireReply {
    const { code, message, status } = error
    if (this.#isXml) {
      const body = new XmlBodies('').write(xmlError, { Code: xmlCode(error), Message: message })
      return { status, headers: { 'content-type': 'application/xml' }, body }
    }
    const body = JSON.stringify(jsonError(error, this.#model.errors.get(code)))
    return { status, headers: { 'content-type': 'application/json', 'x-amzn-errortype': code }, body }
  }
}
