import { z } from 'zod'

/** Names may be given as ARNs: their last part is the name. */
const name = z
  .string()
  .min(1)
  .transform((given) => given.split('/').at(-1) ?? given)
const inCluster = { cluster: name.default('default') }
const arns = z.array(z.string().startsWith('arn:')).min(1).max(20)

const resourceArn = z.string().startsWith('arn:')

/** What the modelled operations take. */
export const requests = {
  DescribeServices: z.object({
    ...inCluster,
    services: z.array(name).min(1).max(10),
    include: z.tuple([]).optional(),
  }),
  UpdateService: z.object({
    ...inCluster,
    service: name,
    taskDefinition: name.optional(),
    forceNewDeployment: z.boolean().default(false),
    desiredCount: z.int().min(0).max(5000).optional(),
  }),
  ListServiceDeployments: z.object({
    ...inCluster,
    service: name,
    status: z.array(z.string()).optional(),
    maxResults: z.int().min(1).max(100).default(20),
    nextToken: z.string().optional(),
  }),
  DescribeServiceDeployments: z.object({ serviceDeploymentArns: arns }),
  DescribeServiceRevisions: z.object({ serviceRevisionArns: arns }),
  ListTasks: z.object({
    ...inCluster,
    serviceName: name.optional(),
    desiredStatus: z.enum(['RUNNING', 'PENDING', 'STOPPED']).default('RUNNING'),
    maxResults: z.int().min(1).max(100).default(100),
    nextToken: z.string().optional(),
  }),
  DescribeTasks: z.object({ ...inCluster, tasks: z.array(name).min(1).max(100), include: z.tuple([]).optional() }),
  StopTask: z.object({ ...inCluster, task: name, reason: z.string().max(255).optional() }),
  TagResource: z.object({
    resourceArn,
    tags: z.array(z.object({ key: z.string().min(1).max(128), value: z.string().max(256).default('') })).max(50),
  }),
  UntagResource: z.object({ resourceArn, tagKeys: z.array(z.string().min(1).max(128)).max(50) }),
  ListTagsForResource: z.object({ resourceArn }),
  DescribeTaskDefinition: z.object({ taskDefinition: name }),
}

type Forms = typeof requests
export type Requests = { readonly [Operation in keyof Forms]: z.infer<Forms[Operation]> }
