// A whole cloud that is killed, without a word, once it has written so many times:
// node doomed-cloud.ts <file> <writes> <story> [<moment>]
// Told the same story at each life: an alarm goes off, once; the machine's fix helps. In the story `held` the line is
// stopped before, and cleared once the machine waits for that. In the story `storm` six alarms of two lines go off in
// one moment; `before`, `in` and `after` name the moment of the first batch's transaction at which it is killed as well.
// Says at the end how it ended.
import { flushCompileCache } from 'node:module'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { z } from 'zod'
import { lineKey } from '../../functions/adapters/dynamo-keys.ts'
import { lineRecord } from '../../functions/adapters/dynamo-records.ts'
import { pullTopic } from '../../iot/contract/topics.ts'
import { startLaptopCloud } from '../../laptop/laptop-cloud.ts'
import { laptopOf } from '../../laptop/laptop-of.ts'
import { owner } from '@andon/local-cloud/caller.ts'
import { openStore, type Store } from '@andon/local-cloud/store.ts'
import { cdkOut } from '../cdk-out.ts'
import { until } from './until.ts'

const [file = '', writes = '', story = '', moment = ''] = process.argv.slice(2)
let left = Number(writes)
let entries = 0
const itemFound = z.object({ Item: z.record(z.string(), z.custom<AttributeValue>(Boolean)) })
const spend = () => {
  if (left-- <= 0) process.kill(process.pid, 'SIGKILL')
}

const cloud = await startLaptopCloud({
  cdkOut,
  store: doomed(openStore(file)),
  ports: { aws: 0, mqtt: 0 },
  // Most lives are over before they need them all.
  warm: false,
  heals: [{ alarm: 'checkout-5xx', service: 'checkout', by: 'either', afterSeconds: 0.2 }],
  log: () => undefined,
})
// The next life reads it, and has not to read all the sources again.
flushCompileCache()
const laptop = laptopOf(cloud, 1)
const incidentOf = async (title: string) => (await laptop.incidents()).find((incident) => incident.title === title)
const cordsIncident = () => incidentOf('cord desk-1 was pulled')
const pull = (click: string) =>
  cloud.iot.publish(pullTopic('desk-1'), JSON.stringify({ click, id: `the one ${click}` }), { qos: 1 })

const setOnce = (name: string) => {
  if (cloud.cloudWatch.stateOf(name) === 'INSUFFICIENT_DATA') cloud.cloudWatch.setAlarm(name, { state: 'ALARM' })
}
const stories: Readonly<Record<string, () => Promise<void>>> = {
  async redeployed() {
    setOnce('checkout-5xx')
    await until(cloud, () => cloud.cloudWatch.stateOf('checkout-5xx') === 'OK')
  },
  async held() {
    if ((await cordsIncident()) === undefined) {
      await pull('LONG')
      await until(cloud, async () => (await cordsIncident()) !== undefined)
    }
    setOnce('checkout-5xx')
    if ((await cordsIncident())?.state === 'stop') {
      await until(cloud, async () => (await incidentOf('checkout-5xx'))?.held !== undefined)
      await pull('DOUBLE')
    }
    await until(cloud, () => cloud.cloudWatch.stateOf('checkout-5xx') === 'OK')
  },
  async storm() {
    const names = Array.from({ length: 6 }, (_, nth) => `${nth % 2 === 0 ? 'checkout' : 'search'}-${nth}`)
    names.forEach(setOnce)
    await until(cloud, async () => (await laptop.incidents()).length >= names.length)
  },
}
await stories[story]?.()
await cloud.activity.idle()

async function openOn(line: string) {
  const Key = marshall(lineKey(line))
  const { Item } = itemFound.parse(await cloud.database.api.call('GetItem', { TableName: 'andon', Key }, owner))
  return [line, lineRecord.parse(unmarshall(Item)).open.help.all]
}
const target = { cluster: 'shop', service: 'checkout' }
console.log(
  JSON.stringify({
    incidents: await laptop.incidents(),
    chat: laptop.chat('checkout')?.map(({ text }) => text),
    lights: laptop.lights().map(({ name, command }) => [name, command?.state]),
    deadLetters: laptop.deadLetters(),
    open: Object.fromEntries(await Promise.all(['checkout', 'search'].map(openOn))),
    deployments: await cloud.ecs.api.call('ListServiceDeployments', target, owner),
  }),
)
await cloud.stop()

function doomed(store: Store): Store {
  return {
    ...store,
    collection<T>(name: string) {
      const collection = store.collection<T>(name)
      return {
        ...collection,
        put(key: string, value: T) {
          spend()
          endAt(name, 'put', JSON.stringify(value))
          collection.put(key, value)
        },
        putText(key: string, json: string) {
          spend()
          endAt(name, 'put', json)
          collection.putText(key, json)
        },
        delete(key: string) {
          spend()
          endAt(name, 'delete')
          collection.delete(key)
        },
      }
    },
  }
}

function endAt(collection: string, what: 'put' | 'delete', json = ''): void {
  const isOfQueue = collection.startsWith('sqs/messages/') && collection.endsWith('andon-signals')
  const isEntry = collection.startsWith('dynamodb/items/') && json.includes('"ENTRY#')
  const moments: Readonly<Record<string, boolean>> = {
    before: isOfQueue && what === 'put' && json.includes('"receipt"'),
    in: isEntry && entries++ > 0,
    after: isOfQueue && what === 'delete',
  }
  if (moments[moment] === true) process.kill(process.pid, 'SIGKILL')
}
