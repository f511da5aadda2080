/**
 * What a call is made on, as its ARN has it. Partition, region and account are the stack's own unless told; an empty
 * text is one that the ARN goes without: IAM and S3 have no region, a document of AWS's own has no account.
 */
export interface Resource {
  readonly service: string
  /** The ARN's last part: `service/shop/checkout`. */
  readonly resource: string
  readonly partition?: string
  readonly region?: string
  readonly account?: string
}

export const arn = (
  service: string,
  resource: string,
  elsewhere: Pick<Resource, 'partition' | 'region' | 'account'> = {},
): Resource => ({ service, resource, ...elsewhere })

/** Of a whole ARN, as a config may name one. Throws an Error for any other text. */
export function fromArn(text: string): Required<Resource> {
  const { partition, service, region, account, resource } = wholeArn.exec(text)?.groups ?? {}
  if (partition === undefined || service === undefined || resource === undefined) throw new Error(`not an ARN: ${text}`)
  return { service, resource, partition, region: region ?? '', account: account ?? '' }
}
const wholeArn =
  /^arn:(?<partition>aws[a-z-]*):(?<service>[a-z0-9-]+):(?<region>[a-z0-9-]*):(?<account>\d*|aws):(?<resource>\S+)$/

/** Where a stack is deployed. */
export type Home = Required<Pick<Resource, 'partition' | 'region' | 'account'>>

/** The whole ARN, for a request that names a thing so. */
export const arnText = ({ service, resource, ...elsewhere }: Resource, home: Home): string => {
  const { partition, region, account } = { ...home, ...elsewhere }
  return ['arn', partition, service, region, account, resource].join(':')
}

/** As IAM has them: operator → condition key → the values of which one must fit. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, ConditionValue | readonly ConditionValue[]>>>>
export type ConditionValue = string | Resource

/** One permission. A playbook's role holds exactly those of its actions. */
export interface Grant {
  /** As IAM names it: `ecs:UpdateService`. */
  readonly action: string
  /** Or, where AWS's service authorization reference names no resource for the action, that it does so, in words. */
  readonly on: readonly Resource[] | { readonly noResource: string }
  readonly when?: Conditions
}
