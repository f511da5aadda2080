import type {
  EventSourceMappingConfiguration,
  FunctionConfiguration,
  InvokeCommandOutput,
} from '@aws-sdk/client-lambda'
import { awsError, sessionWith } from './an-imitation.ts'

export const uuid = '14e0db71-5d35-4eb5-b481-8945cf9d10c2'

/** AWS Lambda with one function, checkout; its alias live points to the newest of these versions. */
export function aFunction(...published: number[]) {
  const alias = { version: String(published.at(-1) ?? '$LATEST'), revision: 1, weights: {} as Record<string, number> }
  const concurrency: { reserved?: number } = {}
  const mapping = {
    UUID: uuid,
    EventSourceArn: 'arn:aws:sqs:eu-central-1:000000000000:orders',
    FunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:checkout:live',
    State: 'Enabled',
  } satisfies EventSourceMappingConfiguration
  const configuration: FunctionConfiguration = { State: 'Active', Version: '7' }
  const answered: Pick<InvokeCommandOutput, 'FunctionError' | 'Payload'> = { Payload: payload({ repaired: 3 }) }
  const changes: object[] = []

  const pointed = () => ({
    FunctionVersion: alias.version,
    RevisionId: String(alias.revision),
    ...(Object.keys(alias.weights).length > 0 && { RoutingConfig: { AdditionalVersionWeights: alias.weights } }),
  })
  const answers = {
    GetAlias: pointed,
    // Three a page, as they were published.
    ListVersionsByFunction({ Marker: from = '0' }: { Marker?: string }) {
      const versions = ['$LATEST', ...published.map(String)]
      const next = Number(from) + 3
      return {
        Versions: versions.slice(Number(from), next).map((Version) => ({ Version })),
        ...(next < versions.length && { NextMarker: String(next) }),
      }
    },
    UpdateAlias(update: { FunctionVersion: string; RevisionId: string }) {
      if (update.RevisionId !== String(alias.revision)) {
        throw refusal(412, 'PreconditionFailedException', 'the RevisionId is not the latest')
      }
      changes.push(update)
      alias.version = update.FunctionVersion
      alias.revision++
      return pointed()
    },
    GetFunctionConcurrency: () =>
      concurrency.reserved === undefined ? {} : { ReservedConcurrentExecutions: concurrency.reserved },
    PutFunctionConcurrency(put: { ReservedConcurrentExecutions: number }) {
      changes.push(put)
      concurrency.reserved = put.ReservedConcurrentExecutions
      return { ReservedConcurrentExecutions: concurrency.reserved }
    },
    DeleteFunctionConcurrency(deleted: object) {
      changes.push(deleted)
      delete concurrency.reserved
      return {}
    },
    GetEventSourceMapping: () => ({ ...mapping }),
    UpdateEventSourceMapping(update: { Enabled: boolean }) {
      changes.push(update)
      mapping.State = update.Enabled ? 'Enabled' : 'Disabled'
      return { ...mapping, State: update.Enabled ? 'Enabling' : 'Disabling' }
    },
    GetFunctionConfiguration: () => ({ ...configuration }),
    Invoke(invocation: object) {
      changes.push(invocation)
      return { StatusCode: 200, ...answered }
    },
  }
  const imitation = { answers, state: () => changes }
  return { ...sessionWith(imitation), ...imitation, alias, concurrency, mapping, configuration, answered, changes }
}

export const payload = (answer: unknown) =>
  new TextEncoder().encode(JSON.stringify(answer)) as NonNullable<InvokeCommandOutput['Payload']>

/** AWS understood the call, and refuses it. */
const refusal = (status: number, name: string, message: string) =>
  Object.assign(awsError(name, message), { $metadata: { httpStatusCode: status } })

/** The same function, but for this. */
export const aFunctionWhere = (change: (world: ReturnType<typeof aFunction>) => void) => () => {
  const world = aFunction(5, 6, 7)
  change(world)
  return world
}
