import type { Activity } from './activity.ts'
import type { Clock } from './clock.ts'
import { createCloudFormation } from './cloudformation.ts'
import { createCloudWatch } from './cloudwatch.ts'
import { deployedDevices } from './deploy/devices.ts'
import { namedIn } from './deploy/named.ts'
import { deployedTopics } from './deploy/topics.ts'
import { createEcs } from './ecs.ts'
import type { EventBridge } from './eventbridge.ts'
import { mayInvoke } from './iam/resource-policies.ts'
import { createIotCore } from './iot-core.ts'
import { openIotRegistry } from './iot-registry.ts'
import { createIotApi } from './iot-registry/api.ts'
import { createS3 } from './s3.ts'
import type { Functions, Queues } from './service.ts'
import { createSlack } from './slack.ts'
import { createSns } from './sns.ts'
import type { Ssm } from './ssm.ts'
import type { Store } from './store.ts'
import type { Template } from './template.ts'
import { createWorld, exampleServices, type Heal } from './world.ts'

export interface OutsideOptions {
  /** 0 takes any free one; without `mqtts` the broker has no TLS door. */
  readonly ports: { readonly mqtt: number; readonly mqtts?: number }
  /** What makes imitated alarms clear; the example's unless told. */
  readonly heals?: readonly Heal[]
  /** The bot token in its parameter; '' leaves the parameter out, as somebody would who has not put it there yet. */
  readonly slackToken?: string
  readonly log: (who: string, line: string) => void
}

interface Inside {
  readonly store: Store
  readonly clock: Clock
  readonly activity: Activity
  readonly template: Template
  readonly ssm: Ssm
  readonly queues: Queues
  readonly lambda: Functions
  readonly eventBridge: EventBridge
}

/** The one that the imitated Slack takes. It opens nothing anywhere else. */
const laptopToken = 'xoxb-only-for-this-laptop'

/** What lies around the functions: devices on a real broker; chat, alarms and a service that are imitated. */
export async function openOutside({ ports, heals, slackToken = laptopToken, log }: OutsideOptions, inside: Inside) {
  const { store, clock, template, ssm, eventBridge } = inside
  const sns = createSns({ store, clock, topics: deployedTopics(template) })
  const { iot, iotRegistry } = await openIot({ ports, log }, inside)

  const { channels } = namedIn(template)
  const slack = createSlack({
    store,
    clock,
    token: laptopToken,
    channels: Object.values(channels),
    log: (line) => log('slack', line),
  })
  const slackServer = await slack.listen(0)
  const parameter = template.outputs['SlackTokenParameter']
  if (parameter !== undefined && slackToken !== '') {
    ssm.provide({ name: parameter, value: slackToken, type: 'SecureString' })
  }

  const cloudWatch = createCloudWatch(store, clock, (event) => eventBridge.put('default', event))
  const ecs = createEcs({ store, clock, services: exampleServices })
  const world = createWorld({ ecs, cloudwatch: cloudWatch, clock, store, ...(heals && { heals }) })

  const close = async (): Promise<void> => {
    world.close()
    await iot.close()
    await slackServer.close()
  }
  const moreOutputs = { BrokerCa: iotRegistry.authority.der.toString('base64') }
  const cloudFormation = createCloudFormation({ template, moreOutputs, deployedAt: clock.now() })
  const imitated = { slack, sns, cloudWatch, ecs, cloudFormation, s3: createS3(template) }
  return { iot, iotRegistry, ...imitated, slackUrl: slackServer.url, close }
}

async function openIot({ ports, log }: Pick<OutsideOptions, 'ports' | 'log'>, inside: Inside) {
  const { store, clock, template } = inside
  const devices = deployedDevices(template)
  const registry = openIotRegistry({ store, clock, ...devices })
  const iot = await createIotCore({
    ...inside,
    ...devices,
    registry,
    functions: inside.lambda,
    mayInvoke: (functionArn, principal, sourceArn) => mayInvoke(template, functionArn, principal, sourceArn),
    port: ports.mqtt,
    tlsPort: ports.mqtts,
    log: (line) => log('iot', line),
  })
  const { tlsPort } = iot
  const api = createIotApi({ ...devices, registry, tlsPort, deployedAt: clock.now() })
  return { iot, iotRegistry: { api, authority: registry.authority } }
}
