import type { Activity } from './activity.ts'
import type { CloudClock } from './clock.ts'
import { createCloudFormation } from './services/cloudformation/cloudformation.ts'
import { createCloudWatch } from './services/cloudwatch/cloudwatch.ts'
import { deployedDevices } from './deploy/devices.ts'
import { deployedTopics } from './deploy/topics.ts'
import { createEcs, type GivenService } from './services/ecs/ecs.ts'
import type { EventBridge } from './services/eventbridge/eventbridge.ts'
import { mayInvoke } from './services/iam/resource-policies.ts'
import { loopback } from './services/iot-core/door.ts'
import { createIotCore } from './services/iot-core/iot-core.ts'
import { openIotRegistry } from './services/iot-registry/iot-registry.ts'
import { createIotApi } from './services/iot-registry/api.ts'
import { createS3 } from './services/s3/s3.ts'
import type { Functions } from './services/lambda/functions.ts'
import type { Queues } from './services/sqs/queues.ts'
import { createSns } from './services/sns/sns.ts'
import { createTagging, type TaggingProps } from './services/tagging/tagging.ts'
import type { Store } from './store.ts'
import type { Template } from './template/template.ts'

export interface ImitationsOptions {
  /** 0 takes any free one; without `mqtts` the broker has no TLS door. */
  readonly ports: { readonly mqtt: number; readonly mqtts?: number }
  /** An address of this machine where devices come to the TLS door, which opens there too. IPv4; 127.0.0.1 unless told. */
  readonly devicesAt?: string | undefined
  /** Outputs that the stack has only here. */
  readonly moreOutputs?: Readonly<Record<string, string>>
  /** Names under which devices may come to the plain door; they are held to the policy that enrolled devices get. */
  readonly deviceNames?: (template: Template) => readonly string[]
  /** What runs in the imitated ECS. */
  readonly ecsServices?: readonly GivenService[]
  /** The URL of an endpoint that plays what is not imitated, such as a moto server. */
  readonly elsewhere?: string | undefined
  readonly log: (who: string, line: string) => void
}

interface Inside {
  readonly store: Store
  readonly clock: CloudClock
  readonly activity: Activity
  readonly template: Template
  readonly queues: Queues
  readonly lambda: Functions
  readonly eventBridge: EventBridge
}

/** What lies around the functions: devices on a real broker, and the AWS services that are imitated. */
export async function openImitations(options: ImitationsOptions, inside: Inside) {
  const { ecsServices = [], elsewhere } = options
  const { store, clock, template, eventBridge } = inside
  const { iot, iotRegistry } = await openIot(options, inside)
  const ecs = createEcs({ store, clock, services: ecsServices })
  const moreOutputs = { ...options.moreOutputs, BrokerCa: iotRegistry.authority.der.toString('base64') }
  const cloudWatch = createCloudWatch(store, clock, (event) => eventBridge.put('default', event))
  eventBridge.onPut((bus, event) => bus === 'default' && cloudWatch.hear(event))
  return {
    iot,
    iotRegistry,
    sns: createSns({ store, clock, topics: deployedTopics(template) }),
    cloudWatch,
    ecs,
    tagging: createTagging({
      tagsOf: (arn) => ecs.tagsOf(arn),
      elsewhere: elsewhere === undefined ? undefined : tagsOf(elsewhere),
    }),
    cloudFormation: createCloudFormation({ template, moreOutputs, deployedAt: clock.now() }),
    s3: createS3(template),
    close: () => iot.close(),
  }
}

async function openIot({ ports, devicesAt, deviceNames, log }: ImitationsOptions, inside: Inside) {
  const { store, clock, template } = inside
  const devices = deployedDevices(template)
  const registry = openIotRegistry({ store, clock, ...devices })
  const iot = await createIotCore({
    ...inside,
    ...devices,
    registry,
    deviceNames: deviceNames?.(template) ?? [],
    functions: inside.lambda,
    mayInvoke: (functionArn, principal, sourceArn) => mayInvoke(template, functionArn, principal, sourceArn),
    port: ports.mqtt,
    tlsPort: ports.mqtts,
    devicesAt,
    log: (line) => log('iot', line),
  })
  const { tlsPort } = iot
  const api = createIotApi({ ...devices, registry, tlsPort, devicesAt: devicesAt ?? loopback, deployedAt: clock.now() })
  return { iot, iotRegistry: { api, authority: registry.authority } }
}

/** Its client is read only where there is somebody to ask. */
const tagsOf =
  (endpoint: string): NonNullable<TaggingProps['elsewhere']> =>
  async (arns) =>
    (await import('./services/tagging/elsewhere.ts')).tagsElsewhere(endpoint)(arns)
