import { z } from 'zod'
import { thingName } from '../../iot-registry/operation.ts'
import { NotModelled } from '../../../not-modelled.ts'
import { resolveValue } from '../../../template/intrinsics.ts'
import { Rejected } from './rejected.ts'
import { own } from '../../../own.ts'

/** An `AWS::IoT::ProvisioningTemplate`. */
export interface ProvisioningTemplate {
  readonly name: string
  readonly arn: string
  readonly description: string | undefined
  readonly enabled: boolean
  /** What provisioning acts as. */
  readonly roleArn: string
  readonly hook: { readonly targetArn: string; readonly payloadVersion: string } | undefined
  /** As it was written, in JSON. */
  readonly text: string
  readonly body: Body
}

/** What a device becomes. */
export interface Filled {
  readonly thingName: string
  readonly certificateId: string
  readonly status: 'ACTIVE' | 'INACTIVE'
  readonly policies: readonly string[]
  readonly deviceConfiguration: unknown
}

const properties = z.object({
  TemplateBody: z.string(),
  Description: z.string().optional(),
  Enabled: z.boolean().default(false),
  ProvisioningRoleArn: z.string(),
  PreProvisioningHook: z
    .object({ TargetArn: z.string(), PayloadVersion: z.literal('2020-04-01').default('2020-04-01') })
    .optional(),
  TemplateType: z.literal('FLEET_PROVISIONING').default('FLEET_PROVISIONING'),
})

const overrides = z.record(z.string(), z.string()).optional()
const thing = z.strictObject({
  Type: z.literal('AWS::IoT::Thing'),
  Properties: z.strictObject({ ThingName: z.unknown() }),
  OverrideSettings: overrides,
})
const certificate = z.strictObject({
  Type: z.literal('AWS::IoT::Certificate'),
  Properties: z.strictObject({ CertificateId: z.unknown(), Status: z.string().toUpperCase().default('ACTIVE') }),
  OverrideSettings: overrides,
})
const policy = z.strictObject({
  Type: z.literal('AWS::IoT::Policy'),
  Properties: z.strictObject({ PolicyName: z.string() }),
})
const parameter = z.strictObject({ Type: z.literal('String'), Default: z.string().optional() })
const body = z.strictObject({
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Resources: z.record(z.string(), z.discriminatedUnion('Type', [thing, certificate, policy])),
  DeviceConfiguration: z.record(z.string(), z.unknown()).default({}),
})
type Body = z.infer<typeof body>

/** Throws `NotModelled` for what is not known here: attributes, groups and types of things, policies of its own. */
export function readProvisioningTemplate(name: string, arn: string, given: unknown): ProvisioningTemplate {
  const refuse = (error: z.ZodError) =>
    new NotModelled(`Provisioning template ${name} is not modelled: ${z.prettifyError(error)}`)
  const read = properties.safeParse(given)
  if (!read.success) throw refuse(read.error)
  const { TemplateBody: text, Description, Enabled, ProvisioningRoleArn, PreProvisioningHook: hook } = read.data
  const parsed = body.safeParse(JSON.parse(text))
  if (!parsed.success) throw refuse(parsed.error)
  return {
    name,
    arn,
    description: Description,
    enabled: Enabled,
    roleArn: ProvisioningRoleArn,
    hook: hook && { targetArn: hook.TargetArn, payloadVersion: hook.PayloadVersion },
    text,
    body: parsed.data,
  }
}

/** The policies that a device gets. */
export const policiesIn = ({ body: { Resources } }: ProvisioningTemplate): string[] =>
  Object.values(Resources).flatMap((one) => (one.Type === 'AWS::IoT::Policy' ? one.Properties.PolicyName : []))

/** @param given what the device and the hook say. Throws `Rejected` when that is not enough, or not right. */
export function filledIn(template: ProvisioningTemplate, given: Readonly<Record<string, string>>): Filled {
  const { Resources, DeviceConfiguration } = template.body
  const names = namesIn(template.body, given)
  const all = Object.values(Resources)
  const [madeThing] = all.flatMap((one) => (one.Type === 'AWS::IoT::Thing' ? one.Properties : []))
  const [made] = all.flatMap((one) => (one.Type === 'AWS::IoT::Certificate' ? one.Properties : []))
  const name = thingName.safeParse(resolveValue(madeThing?.ThingName, names))
  if (!name.success) throw new Rejected(400, 'InvalidParameters', 'The parameters give no name of a thing.')
  return {
    thingName: name.data,
    certificateId: String(resolveValue(made?.CertificateId, names)),
    status: made?.Status === 'ACTIVE' ? 'ACTIVE' : 'INACTIVE',
    policies: policiesIn(template),
    deviceConfiguration: resolveValue(DeviceConfiguration, names),
  }
}

function namesIn({ Parameters, Mappings }: Body, given: Readonly<Record<string, string>>) {
  const declared = { ...Parameters, 'AWS::IoT::Certificate::Id': { Type: 'String' as const } }
  const unknown = (what: string) => new Rejected(400, 'InvalidParameters', `There is no ${what}.`)
  return {
    ref(name: string) {
      const value = Object.hasOwn(declared, name) ? (own(given, name) ?? own(Parameters, name)?.Default) : undefined
      if (value === undefined) throw unknown(`parameter ${name}`)
      return value
    },
    mapping(map: string, top: string, second: string) {
      const value = own(own(own(Mappings, map) ?? {}, top) ?? {}, second)
      if (value === undefined) throw unknown(`${top} ${second} in the mapping ${map}`)
      return value
    },
    attribute: (logicalId: string) => unmodelled(`An attribute of ${logicalId}`),
    condition: (name: string) => unmodelled(`The condition ${name}`),
  }
}

function unmodelled(what: string): never {
  throw new NotModelled(`${what} is not known in a provisioning template.`)
}
