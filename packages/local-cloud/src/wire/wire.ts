import type { IncomingHttpHeaders } from 'node:http'
import type { Api } from '../service.ts'
import { JsonRpc } from './json-rpc.ts'
import { type ClientModule, modelOf } from './model.ts'
import type { Protocol } from './protocol.ts'
import { Query } from './query.ts'
import { Rest } from './rest.ts'

/** What is behind one signing name at the endpoint. */
export interface Service {
  readonly api: Api
  /** The package of the service's SDK client, whose schemas say how requests and answers are written. */
  readonly client: () => Promise<ClientModule>
  /** The imitation takes and gives the JSON of the wire itself: base64 stays text, times stay numbers. */
  readonly asJson?: boolean
}

type Spoken = Omit<Service, 'api'>
const loaded = new WeakMap<Spoken, Promise<Protocol>>()

/** How a service is spoken to. Its client is loaded with the first call only: a start should not wait for all. */
export function protocolOf(service: Spoken): Promise<Protocol> {
  const known = loaded.get(service) ?? load(service)
  loaded.set(service, known)
  return known
}

async function load({ client, asJson = false }: Spoken): Promise<Protocol> {
  const model = modelOf(await client())
  switch (model.protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      return new JsonRpc(model, { asJson })
    case 'awsQuery':
      return new Query(model)
    case 'restJson1':
    case 'restXml':
      return new Rest(model)
    default:
      throw new Error(`The protocol ${model.protocol} is not modelled locally`)
  }
}

const nothing = { xmlNamespace: '', queryCompatible: false, operations: new Map(), errors: new Map() }
const unknownJson = new JsonRpc({ ...nothing, protocol: 'awsJson1_1' }, { asJson: true })
const unknownQuery = new Query({ ...nothing, protocol: 'awsQuery' })

/** How to refuse somebody whose service is not known: in the form that their request has. */
export function unknownProtocol(headers: IncomingHttpHeaders): Protocol {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? unknownQuery : unknownJson
}
