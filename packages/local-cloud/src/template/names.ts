import { account, region } from '../arn.ts'
import { NotModelled } from '../not-modelled.ts'
import type { CdkOut, RawTemplate } from './cdk-out.ts'
import { resolveCondition, type Names } from './intrinsics.ts'
import type { Resource } from './resource.ts'
import { own } from '../own.ts'

/** @param find a resource by its logical id; throws when there is none */
export function namesOf(
  { stackName, raw }: CdkOut,
  parameters: Readonly<Record<string, string>>,
  find: (logicalId: string) => Resource,
): Names {
  const pseudo = pseudoParameters(stackName)
  const names: Names = {
    ref(name) {
      if (pseudo.has(name)) return pseudo.get(name)
      return Object.hasOwn(raw.Parameters, name) ? valueOf(name, raw, parameters) : find(name).ref
    },
    attribute(logicalId, attribute) {
      const { attributes, type } = find(logicalId)
      if (Object.hasOwn(attributes, attribute)) return attributes[attribute]
      throw new NotModelled(`The attribute ${attribute} of ${logicalId} (${type}) is not modelled`)
    },
    condition(name) {
      if (!Object.hasOwn(raw.Conditions, name)) throw new Error(`The template has no condition ${name}`)
      return resolveCondition(raw.Conditions[name], names)
    },
    mapping(map, top, second) {
      const value = own(own(own(raw.Mappings, map) ?? {}, top) ?? {}, second)
      if (value === undefined) throw new Error(`The template's mapping ${map} has no ${top} ${second}`)
      return value
    },
  }
  return names
}

/** AWS::NoValue is there without a value: it takes away the property it stands for. */
const pseudoParameters = (stackName: string) =>
  new Map<string, unknown>([
    ['AWS::AccountId', account],
    ['AWS::Region', region],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', stackName],
    ['AWS::StackId', `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`],
    ['AWS::NotificationARNs', []],
    ['AWS::NoValue', undefined],
  ])

/** The CDK asks at deployment for the version of what it put into the account. A laptop needs nothing of that. */
const bootstrapVersion = /^\/cdk-bootstrap\/\w+\/version$/
const newestBootstrap = '999'

function valueOf(name: string, raw: RawTemplate, given: Readonly<Record<string, string>>): unknown {
  const value = own(given, name)
  if (value !== undefined) return value
  const declared = own(raw.Parameters, name)
  if (bootstrapVersion.test(String(declared?.Default))) return newestBootstrap
  if (declared?.Type.startsWith('AWS::SSM::')) {
    throw new NotModelled(`The parameter ${name} is read from SSM at deployment: give its value`)
  }
  if (declared?.Default === undefined) throw new Error(`The parameter ${name} has no default: give its value`)
  return declared.Type.startsWith('List<') || declared.Type === 'CommaDelimitedList'
    ? String(declared.Default).split(',')
    : String(declared.Default)
}
