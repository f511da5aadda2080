import { z } from 'zod'
import { stackMetadataIn } from '../../laptop/stack-metadata.ts'
import { arnOf } from '@andon/local-cloud/arn.ts'
import { owner } from '@andon/local-cloud/caller.ts'
import { fixedQuantities } from './fixed.ts'
import type { Measured } from './month.ts'
import type { Quantities } from './prices.ts'
import { sum, times } from './quantities.ts'
import { startWatched, type WatchedCloud } from './watched-cloud.ts'

/** How many minutes are gone through to know what one takes. */
const minutes = 30

export interface Seen extends Pick<Measured, 'fixed' | 'minute'> {
  readonly lightCount: number
  readonly lineCount: number
  /** One incident, by how it goes. */
  readonly incidents: Readonly<Record<Story, Pick<Measured, 'incident' | 'bytesKept'>>>
}
export type Story = 'helped' | 'failed' | 'people'

/** Lets the example's incidents happen on the local cloud, and idle minutes, and reads off what each takes. */
export async function measure(cdkOut: string): Promise<Seen> {
  const healing = await startWatched(cdkOut)
  const minute = await idleMinute(healing)
  const people = await kept(healing, () => peopleHelp(healing))
  const helped = await kept(healing, () => playbookHelps(healing))
  const { template } = healing.cloud
  const fixed = fixedQuantities(template, cdkOut)
  const shown = Object.values(stackMetadataIn(template).lights).map(({ shows }) => shows)
  await healing.close()

  const hopeless = await startWatched(cdkOut, [])
  const failed = await kept(hopeless, () => playbookFails(hopeless))
  await hopeless.close()
  return {
    fixed,
    minute,
    lightCount: shown.length,
    lineCount: new Set(shown.flat()).size,
    incidents: { helped, failed, people },
  }
}

async function idleMinute(watched: WatchedCloud): Promise<Quantities> {
  // The schedule's own clock runs ahead, a minute at a time; the table's follows it.
  let minute = Date.now()
  let ticks = 0
  const tick = async () => {
    minute += 60_000
    const event = { time: new Date(minute).toISOString() }
    await watched.cloud.lambda.invoke(arnOf('lambda', 'function:andon-on-minute'), event)
    if (ticks++ % 5 === 0) await watched.cloud.lambda.invoke(arnOf('lambda', 'function:andon-on-reconcile'), event)
    await watched.cloud.activity.idle()
  }
  // The first ones warm up the code. Between any two the lamps have time to say what they show, or they would be missed.
  for (let nth = 0; nth < 10; nth++) await watched.during(tick)
  let all: Quantities = {}
  for (let nth = 0; nth < minutes; nth++) all = sum(all, await watched.during(tick))
  return times(1 / minutes, all)
}

/** The alarm fires, the first countermeasure helps, the alarm clears. */
async function playbookHelps({ cloud, meter, shows }: WatchedCloud): Promise<void> {
  const cleared = shows('desk-1', 'working').then(() => shows('desk-1', 'calm'))
  cloud.cloudWatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  await cleared
  meter.add('sqsRequests', alarmEvents)
}

/** No countermeasure helps, people are called, and the alarm clears after all. */
async function playbookFails({ cloud, meter, shows }: WatchedCloud): Promise<void> {
  cloud.cloudWatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  await shows('desk-1', 'help')
  cloud.cloudWatch.setAlarm('checkout-5xx', { state: 'OK' })
  await shows('desk-1', 'calm')
  meter.add('sqsRequests', alarmEvents)
}

/** There is no playbook for the alarm: people are called at once. */
async function peopleHelp({ cloud, meter, shows }: WatchedCloud): Promise<void> {
  cloud.cloudWatch.setAlarm('search-latency', { state: 'ALARM' })
  await shows('desk-2', 'help')
  cloud.cloudWatch.setAlarm('search-latency', { state: 'OK' })
  await shows('desk-2', 'calm')
  meter.add('sqsRequests', alarmEvents)
}

/** EventBridge sends each of the two, ALARM and OK, to the queue: a request each. */
const alarmEvents = 2

async function kept(watched: WatchedCloud, story: () => Promise<void>) {
  const before = await bytesInTable(watched)
  const incident = await watched.during(story)
  return { incident, bytesKept: (await bytesInTable(watched)) - before }
}

const page = z.object({ Items: z.array(z.unknown()) })
const indexes = z.object({ GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string() })).default([]) })

/** With its index, in JSON, which takes a little more than DynamoDB's own way. */
async function bytesInTable({ cloud: { database, template } }: WatchedCloud): Promise<number> {
  const [table] = template.ofType('AWS::DynamoDB::GlobalTable')
  const { GlobalSecondaryIndexes: all } = indexes.parse(table?.properties ?? {})
  const scans = [{}, ...all.map(({ IndexName }) => ({ IndexName }))].map(async (where) => {
    const { Items } = page.parse(await database.api.call('Scan', { TableName: table?.ref, ...where }, owner))
    return Items.reduce<number>((bytes, item) => bytes + Buffer.byteLength(JSON.stringify(item)), 0)
  })
  return (await Promise.all(scans)).reduce((bytes, some) => bytes + some, 0)
}
