import { marshall } from '@aws-sdk/util-dynamodb'
import { createHash } from 'node:crypto'
import { deviceKey } from '../../functions/adapters/dynamo-keys.ts'
import { type Aws, connectTo } from '../../bin/aws.ts'
import { at } from '../signals.ts'
import { aCertificate } from './a-certificate.ts'
import { deployed } from './deployed.ts'

type Handler = (input: any) => unknown
export type Handlers = Record<string, Handler>

/** An error as the SDK throws it. */
export const awsError = (name: string, message = '', status = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })
export const notThere = () => awsError('ResourceNotFoundException', 'not there', 404)

/** The SDK's own clients, answered before anything leaves them. Whatever has no handler fails the test. */
export function clientsFor(handlers: Handlers, calls: string[] = []): Aws {
  const aws = connectTo({ endpoint: 'http://127.0.0.1:9', laptop: true })
  // Links are signed here, by the client itself.
  const { assets, post: _, chat, sessionIn, isLaptop: __, ...asked } = aws
  for (const client of Object.values(asked) as Aws['iot'][]) {
    client.middlewareStack.add(
      (_next, { commandName = '' }) =>
        async ({ input }) => {
          const operation = commandName.replace(/Command$/, '')
          calls.push(operation)
          const handler = handlers[operation]
          if (handler === undefined) throw new Error(`nobody expected ${operation}`)
          return { output: (await handler(input)) as any, response: {} }
        },
      // Inside of what notes the calls.
      { step: 'serialize', name: 'fake', priority: 'high' },
    )
  }
  const post: Aws['post'] = async (address, body) => {
    calls.push('POST')
    const reply: any = await handlers['POST']?.({ address, body })
    if (reply === undefined) throw new Error(`nobody expected POST ${address}`)
    return reply
  }
  return { ...asked, assets, post, chat, sessionIn, isLaptop: false }
}

interface FakeCertificate {
  status: string
  readonly policies: Set<string>
  readonly things: Set<string>
  readonly pem: string
}

/** As much of AWS as holds one deployed Andon with the lights desk-1 and wall, and the cord desk-1. */
export function anAndon() {
  const certificates = new Map<string, FakeCertificate>()
  const registered = new Set<string>()
  const items = new Map<string, any>()
  const retained = new Map<string, unknown>()
  const connections = new Map<string, unknown>()
  const events: any[] = []
  let made = 0
  const arnOf = (id: string) => `arn:aws:iot:eu-central-1:000000000000:cert/${id}`
  const idOf = (arn: string) => arn.split('/').at(-1)!
  const found = (id: string) => {
    const certificate = certificates.get(id)
    if (certificate === undefined) throw notThere()
    return certificate
  }
  const keyOf = (key: any) => `${key.pk.S} ${key.sk.S}`

  const iot: Handlers = {
    DescribeEndpoint: () => ({ endpointAddress: 'a1b2-ats.iot.eu-central-1.amazonaws.com' }),
    CreateCertificateFromCsr() {
      const id = createHash('sha256').update(`certificate ${++made}`).digest('hex')
      certificates.set(id, { status: 'ACTIVE', policies: new Set(), things: new Set(), pem: aCertificate })
      return { certificateId: id, certificateArn: arnOf(id), certificatePem: aCertificate }
    },
    DescribeCertificate: ({ certificateId }) => ({
      certificateDescription: {
        status: found(certificateId).status,
        validity: { notAfter: new Date('2049-12-31T23:59:59Z') },
      },
    }),
    UpdateCertificate: ({ certificateId, newStatus }) => ((found(certificateId).status = newStatus), {}),
    DeleteCertificate({ certificateId }) {
      const { status, policies, things } = found(certificateId)
      if (status === 'ACTIVE') throw awsError('CertificateStateException')
      if (policies.size + things.size > 0) throw awsError('DeleteConflictException')
      certificates.delete(certificateId)
      return {}
    },
    AttachPolicy: ({ policyName, target }) => (found(idOf(target)).policies.add(policyName), {}),
    DetachPolicy: ({ policyName, target }) => (found(idOf(target)).policies.delete(policyName), {}),
    ListAttachedPolicies: ({ target }) => ({
      policies: [...found(idOf(target)).policies].map((policyName) => ({ policyName })),
    }),
    ListTargetsForPolicy: ({ policyName }) => ({
      targets: [...certificates].filter(([, { policies }]) => policies.has(policyName)).map(([id]) => arnOf(id)),
    }),
    DeleteThing({ thingName }) {
      if ([...certificates.values()].some(({ things }) => things.has(thingName)))
        throw awsError('InvalidRequestException')
      registered.delete(thingName)
      return {}
    },
    ListThingPrincipals({ thingName }) {
      // Made when the first device is enrolled as it.
      if (!registered.has(thingName)) throw notThere()
      return {
        principals: [...certificates].filter(([, { things }]) => things.has(thingName)).map(([id]) => arnOf(id)),
      }
    },
    DetachThingPrincipal: ({ thingName, principal }) => (found(idOf(principal)).things.delete(thingName), {}),
  }
  const iotData: Handlers = {
    GetConnection({ clientId }) {
      if (!connections.has(clientId)) throw notThere()
      return connections.get(clientId)
    },
    DeleteConnection({ clientId }) {
      if (!connections.delete(clientId)) throw notThere()
      return {}
    },
    SendDirectMessage({ clientId }) {
      if (!connections.has(clientId)) throw notThere()
      return { message: 'OK' }
    },
    GetRetainedMessage({ topic }) {
      if (!retained.has(topic)) throw notThere()
      return { payload: new TextEncoder().encode(JSON.stringify(retained.get(topic))) }
    },
    Publish: ({ topic, payload }) => (payload.length === 0 && retained.delete(topic), {}),
  }
  const others: Handlers = {
    DescribeStacks: () => ({
      Stacks: [
        {
          Outputs: [
            { OutputKey: 'AgentArchive', OutputValue: 's3://assets/0a1b.tgz' },
            { OutputKey: 'AgentArchiveSha256', OutputValue: 'c0ffee' },
            { OutputKey: 'ApiUrl', OutputValue: 'https://a1b2.execute-api.eu-central-1.amazonaws.com' },
          ],
        },
      ],
    }),
    GetTemplateSummary: () => ({ Metadata: JSON.stringify({ Andon: deployed }) }),
    Query: ({ IndexName, ExpressionAttributeValues, ScanIndexForward = true }) => {
      const {
        ':listing': listing,
        ':pk': pk,
        ':sk': sk,
        ':notices': notices,
        ':since': since,
      } = ExpressionAttributeValues
      const found = [...items.values()]
        .filter((item) =>
          IndexName
            ? item.listedIn?.S === listing.S
            : since
              ? item.pk.S === pk.S && item.sk.S >= since.S
              : item.pk.S === pk.S && item.sk.S.startsWith((sk ?? notices ?? { S: 'ENTRY#' }).S),
        )
        .sort((a, b) => ((a.listedAs ?? a.sk).S < (b.listedAs ?? b.sk).S ? -1 : 1))
      return { Items: ScanIndexForward ? found : found.toReversed() }
    },
    BatchGetItem: ({ RequestItems }) => ({
      Responses: Object.fromEntries(
        Object.entries<any>(RequestItems).map(([table, { Keys }]) => [
          table,
          Keys.flatMap((key: any) => items.get(keyOf(key)) ?? []),
        ]),
      ),
    }),
    GetItem: ({ Key }) => ({ Item: items.get(keyOf(Key)) }),
    PutItem({ Item, ConditionExpression }) {
      if (ConditionExpression === 'attribute_not_exists(pk)' && items.has(keyOf(Item))) throw awsError('Unexpected')
      items.set(keyOf(Item), Item)
      return {}
    },
    DeleteItem: ({ Key }) => (items.delete(keyOf(Key)), {}),
    PutEvents: ({ Entries }) => (events.push(...Entries), { Entries: Entries.map(() => ({ EventId: '1' })) }),
  }
  const calls: string[] = []
  const handlers = { ...iot, ...iotData, ...others }
  /** A device that was enrolled. */
  const install = (thing: string, id: string) => {
    registered.add(thing)
    certificates.set(id, {
      status: 'ACTIVE',
      policies: new Set(['andon-device']),
      things: new Set([thing]),
      pem: aCertificate,
    })
  }
  /** As on-enrol keeps whom it let in. */
  const keepDevice = (light: string, certificate: string, but: object = {}) => {
    const item = { ...deviceKey(light, certificate), light, certificate, at: at('08:00'), ...but }
    items.set(`${item.pk} ${item.sk}`, marshall(item))
  }
  return {
    keepDevice,
    aws: clientsFor(handlers, calls),
    handlers,
    calls,
    certificates,
    registered,
    items,
    retained,
    connections,
    events,
    install,
  }
}
