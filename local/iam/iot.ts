import type { Context } from '../iam.ts'

/** Who is connected to the broker. */
export interface IotConnection {
  readonly clientId: string
  /** The registered thing that the connection is attached to, when there is one of this client's name. */
  readonly thing?: { readonly name: string; readonly attributes?: Readonly<Record<string, string>> }
}

/** The variables that IoT policies may use of a connection, such as `${iot:Connection.Thing.ThingName}`. */
export function iotContext({ clientId, thing }: IotConnection): Context {
  if (thing === undefined) return { 'iot:ClientId': clientId, 'iot:Connection.Thing.IsAttached': 'false' }
  const attributes = Object.entries(thing.attributes ?? {}).map(
    ([name, value]) => [`iot:Connection.Thing.Attributes[${name}]`, value] as const,
  )
  return {
    'iot:ClientId': clientId,
    'iot:Connection.Thing.IsAttached': 'true',
    'iot:Connection.Thing.ThingName': thing.name,
    ...Object.fromEntries(attributes),
  }
}
