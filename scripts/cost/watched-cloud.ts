import { startAgent } from '../../iot/agent/agent.ts'
import { lampThere } from '../../iot/agent/drivers/lamp-part.ts'
import { lightCommand } from '../../iot/contract/light-command.ts'
import { lightReport } from '../../iot/contract/light-report.ts'
import type { LightState } from '../../iot/contract/light-state.ts'
import { commandTopic, reportTopic } from '../../iot/contract/topics.ts'
import { type LaptopCloud, startLaptopCloud } from '../../laptop/laptop-cloud.ts'
import { stackMetadataIn } from '../../laptop/stack-metadata.ts'
import { owner } from '@andon/local-cloud/caller.ts'
import type { Heal } from '../../laptop/world.ts'
import { Meter } from './meter.ts'
import type { Quantities } from './prices.ts'
import { difference } from './quantities.ts'

/** A local cloud with all its lamps, whose use is metered. */
export interface WatchedCloud {
  readonly cloud: LaptopCloud
  readonly meter: Meter
  /** What `story` took, from the quiet before it until the quiet after it. */
  readonly during: (story: () => Promise<void>) => Promise<Quantities>
  /** Until the light has been told to show that. */
  readonly shows: (light: string, state: LightState) => Promise<void>
  readonly close: () => Promise<void>
}

/** Waits in playbooks pass so many times as fast: fast, yet slow enough that chat is told of one change at a time. */
const speed = 60

/** @param heals what makes alarms clear; the example's unless told */
export async function startWatched(cdkOut: string, heals?: readonly Heal[]): Promise<WatchedCloud> {
  const meter = new Meter()
  const cloud = await startLaptopCloud({
    cdkOut,
    ports: { aws: 0, mqtt: 0 },
    speed,
    log: meter.log,
    ...(heals && { heals }),
  })
  meter.watch(cloud)
  // Minutes come when they are called for, and not amidst something else that is measured.
  cloud.eventBridge.close()
  const lamps = Object.keys(stackMetadataIn(cloud.template).lights).map((light) =>
    startAgent({
      broker: `mqtt://127.0.0.1:${cloud.iot.port}`,
      light,
      version: 'cost',
      lamps: [lampThere('none', { show: () => {}, close: () => {} })],
      log: () => {},
    }),
  )

  return {
    cloud,
    meter,
    async during(story) {
      await quiet(cloud)
      const before = meter.read(cloud)
      await story()
      await quiet(cloud)
      return difference(meter.read(cloud), before)
    },
    shows: (light, state) => heard(cloud, () => commandTo(cloud, light)?.state === state),
    async close() {
      await Promise.all(lamps.map((lamp) => lamp.close()))
      await cloud.stop()
    },
  }
}

/** Until nothing runs or waits, and every lamp has reported the command that it was given last. */
async function quiet(cloud: LaptopCloud): Promise<void> {
  await durableRunsEnded(cloud)
  await cloud.activity.idle()
  const lights = Object.keys(stackMetadataIn(cloud.template).lights)
  await heard(cloud, () =>
    lights.every((light) => reportOf(cloud, light)?.appliedV === (commandTo(cloud, light)?.v ?? 0)),
  )
}

async function durableRunsEnded({ template, lambda }: LaptopCloud): Promise<void> {
  for (const { ref: FunctionName, properties } of template.ofType('AWS::Lambda::Function')) {
    if (properties['DurableConfig'] === undefined) continue
    const running = { FunctionName, Statuses: ['RUNNING'] }
    while (JSON.stringify(await lambda.api.call('ListDurableExecutionsByFunction', running, owner)).includes('Arn')) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** Until that is so; it is looked at whenever a message has passed. */
function heard({ iot }: LaptopCloud, isSo: () => boolean): Promise<void> {
  if (isSo()) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = iot.onPublish(() => {
      if (!isSo()) return
      stop()
      resolve()
    })
  })
}

const commandTo = ({ iot }: LaptopCloud, light: string) =>
  parsed(lightCommand, iot.retained(commandTopic(light))?.payload)
const reportOf = ({ iot }: LaptopCloud, light: string) => parsed(lightReport, iot.retained(reportTopic(light))?.payload)

function parsed<T>(schema: { parse(value: unknown): T }, payload: Uint8Array | undefined): T | undefined {
  return payload === undefined ? undefined : schema.parse(JSON.parse(Buffer.from(payload).toString()))
}
