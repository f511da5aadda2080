// A whole cloud that is killed, without a word, once it has written so many times: node doomed-cloud.ts <file> <writes>
// Told the same story at each life: an alarm goes off, once; the machine's fix helps. Says at the end how it ended.
import { startCloud } from '../../local/cloud.ts'
import { laptopOf } from '../../local/laptop-of.ts'
import { owner } from '../../local/service.ts'
import { openStore, type Store } from '../../local/store.ts'
import { cdkOut } from './andon.ts'

const [file = '', writes = ''] = process.argv.slice(2)
let left = Number(writes)
const spend = () => {
  if (left-- <= 0) process.kill(process.pid, 'SIGKILL')
}

const cloud = await startCloud({
  cdkOut,
  store: doomed(openStore(file)),
  ports: { aws: 0, mqtt: 0 },
  heals: [{ alarm: 'checkout-5xx', service: 'checkout', by: 'either', afterSeconds: 0.2 }],
  log: () => undefined,
})
const laptop = laptopOf(cloud, 1)
const state = () => cloud.cloudWatch.stateOf('checkout-5xx')
if (state() === 'INSUFFICIENT_DATA') cloud.cloudWatch.setAlarm('checkout-5xx', { state: 'ALARM' })
await new Promise<void>((resolve) => {
  const look = () => state() === 'OK' && resolve()
  cloud.activity.onChange(look)
  look()
})
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
