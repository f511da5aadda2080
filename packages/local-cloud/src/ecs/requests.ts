import { z } from 'zod'
import { serviceArn } from './described.ts'
import { AwsError, type Input, type Permission } from '../service.ts'

/** Names may be given as ARNs: their last part is the name. */
const name = z
  .string()
  .min(1)
  .transform((given) => given.split('/').at(-1) ?? given)
const inCluster = { cluster: name.default('default') }
const arns = z.array(z.string().startsWith('arn:')).min(1).max(20)

/** What the modelled operations take. Strict, so that an argument that would be left aside is refused instead. */
const forms = {
  DescribeServices: z.strictObject({
    ...inCluster,
    services: z.array(name).min(1).max(10),
    include: z.tuple([]).optional(),
  }),
  UpdateService: z.strictObject({
    ...inCluster,
    service: name,
    taskDefinition: name.optional(),
    forceNewDeployment: z.boolean().default(false),
  }),
  ListServiceDeployments: z.strictObject({
    ...inCluster,
    service: name,
    status: z.array(z.string()).optional(),
    maxResults: z.int().min(1).max(100).default(20),
    nextToken: z.string().optional(),
  }),
  DescribeServiceDeployments: z.strictObject({ serviceDeploymentArns: arns }),
  DescribeServiceRevisions: z.strictObject({ serviceRevisionArns: arns }),
  DescribeTaskDefinition: z.strictObject({ taskDefinition: name }),
}

type Forms = typeof forms
export type Requests = { readonly [Operation in keyof Forms]: z.infer<Forms[Operation]> }

/** Throws `AwsError`. */
export function read<Operation extends keyof Forms>(operation: Operation, input: Input): Requests[Operation]
export function read(operation: keyof Forms, input: Input): unknown {
  const { success, data, error } = forms[operation].safeParse(input)
  if (success) return data
  const unknown = error.issues.find(({ code }) => code === 'unrecognized_keys')
  if (unknown !== undefined) throw notModelled(`ecs:${operation}: ${unknown.message}`)
  throw new AwsError('InvalidParameterException', z.prettifyError(error))
}

/**
 * Which actions a call needs, on what.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function permissionsFor(operation: string, input: Input): Permission[] {
  const on = (...resources: string[]) => resources.map((resource) => ({ action: `ecs:${operation}`, resource }))
  switch (operation) {
    case 'DescribeServices': {
      const { cluster, services } = read(operation, input)
      return on(...services.map((service) => serviceArn(cluster, service)))
    }
    case 'UpdateService':
    case 'ListServiceDeployments': {
      const { cluster, service } = read(operation, input)
      return on(serviceArn(cluster, service))
    }
    case 'DescribeServiceDeployments':
      return on(...read(operation, input).serviceDeploymentArns)
    case 'DescribeServiceRevisions':
      return on(...read(operation, input).serviceRevisionArns)
    case 'DescribeTaskDefinition':
      // It has no resource types: nothing less than all can be allowed.
      return on('*')
    default:
      throw notModelled(`ecs:${operation}`)
  }
}

export const notModelled = (what: string) =>
  new AwsError('UnknownOperationException', `${what} is not modelled locally`, 501)
