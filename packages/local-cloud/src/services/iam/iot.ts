import type { Context } from './iam.ts'

/** Who is connected to the broker. */
export interface IotConnection {
  readonly clientId: string
  /** Of the certificate that the connection was made with, when it was made with one. */
  readonly certificateId?: string
  /** The registered thing that the connection stands for, when it stands for one. */
  readonly thing?: { readonly name: string; readonly attributes?: Readonly<Record<string, string>> } | undefined
}

/** The variables that IoT policies may use of a connection, such as `${iot:Connection.Thing.ThingName}`. */
export function iotContext({ clientId, certificateId, thing }: IotConnection): Context {
  const connection = {
    'iot:ClientId': clientId,
    'iot:Connection.Thing.IsAttached': String(thing !== undefined),
    ...(certificateId !== undefined && { 'iot:CertificateId': certificateId }),
  }
  if (thing === undefined) return connection
  const attributes = Object.entries(thing.attributes ?? {}).map(
    ([name, value]) => [`iot:Connection.Thing.Attributes[${name}]`, value] as const,
  )
  return { ...connection, 'iot:Connection.Thing.ThingName': thing.name, ...Object.fromEntries(attributes) }
}

const known =
  /^(?:[*?$]|iot:(?:ClientId|CertificateId|Connection\.Thing\.(?:IsAttached|ThingName|Attributes\[[^\]]+\])))$/i

/** The variables in the text of a policy that `iotContext` knows nothing of. */
export function unknownVariables(text: string): string[] {
  return [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name).filter((name) => !known.test(name))
}
