// A whole cloud that is killed, without a word, once it has written so many times:
// node doomed-cloud.ts <file> <writes> <story>
// Told the same story at each life: an alarm goes off, once; the machine's fix helps. In the story `held` the line is
// stopped before, and cleared once the machine waits for that. Says at the end how it ended.
import { pullTopic } from '../../iot/contract/topics.ts'
import { startLaptopCloud } from '../../laptop/laptop-cloud.ts'
import { laptopOf } from '../../laptop/laptop-of.ts'
import { owner } from '@andon/local-cloud/service.ts'
import { openStore, type Store } from '@andon/local-cloud/store.ts'
import { cdkOut, until } from './andon.ts'

const [file = '', writes = '', story = ''] = process.argv.slice(2)
let left = Number(writes)
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
const laptop = laptopOf(cloud, 1)
const incidentOf = async (title: string) => (await laptop.incidents()).find((incident) => incident.title === title)
const cordsIncident = () => incidentOf('cord desk-1 was pulled')
const pull = (click: string) =>
  cloud.iot.publish(pullTopic('desk-1'), JSON.stringify({ click, id: `the one ${click}` }), { qos: 1 })

if (story === 'held' && (await cordsIncident()) === undefined) {
  await pull('LONG')
  await until(cloud, async () => (await cordsIncident()) !== undefined)
}
const state = () => cloud.cloudWatch.stateOf('checkout-5xx')
if (state() === 'INSUFFICIENT_DATA') cloud.cloudWatch.setAlarm('checkout-5xx', { state: 'ALARM' })
if (story === 'held' && (await cordsIncident())?.state === 'stop') {
  await until(cloud, async () => (await incidentOf('checkout-5xx'))?.held !== undefined)
  await pull('DOUBLE')
}
await until(cloud, () => state() === 'OK')
await cloud.activity.idle()

const target = { cluster: 'shop', service: 'checkout' }
console.log(
  JSON.stringify({
    incidents: await laptop.incidents(),
    chat: laptop.chat('checkout')?.map(({ text }) => text),
    lights: laptop.lights().map(({ name, command }) => [name, command?.state]),
    deadLetters: laptop.deadLetters(),
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
          collection.put(key, value)
        },
        delete(key: string) {
          spend()
          collection.delete(key)
        },
      }
    },
  }
}
