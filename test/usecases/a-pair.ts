import type { AlarmSeen } from '../../functions/domain/alarm-seen.ts'
import { isOpen } from '../../functions/domain/incident.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { ParsedTrouble } from '../../functions/domain/parsed-message.ts'
import { place, type Places } from '../../functions/domain/place.ts'
import { messageOf } from '../../functions/sources/reconcile/message.ts'
import { fromAlarmSeen } from '../../functions/sources/reconcile/parse.ts'
import { readMessage } from '../../functions/sources/read-message.ts'
import { messageOf as troubleMessage } from '../../functions/sources/trouble/message.ts'
import { reconcile } from '../../functions/usecases/reconcile.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import { at } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import { aCloudWatch, type AlarmValue, arnOf, home } from './a-cloudwatch.ts'

const takesIt = (prefix: string) => (detail: any) => detail.alarmName.startsWith(prefix)
const places: Places = {
  home,
  lines: ['checkout', 'search'].map((name) => ({ name, takes: takesIt(`${name}-`), playbooks: [] })),
  platform: 'platform',
  cords: [],
}

/** An Andon beside a CloudWatch. What is sent waits until it is delivered. */
export function aPair() {
  const table = aTable()
  let seconds = Date.parse(at('09:00')) / 1000
  const now = () => instant(seconds * 1000)
  const cloudWatch = aCloudWatch(now)
  const queue: string[] = []
  const clock = { ...table.ports.clock, now }
  const send = (message: object | undefined) => message && queue.push(JSON.stringify(message))
  const ports = {
    ...table.ports,
    clock,
    alarms: cloudWatch.port,
    places: { ...places, lines: [...places.lines, { name: 'platform', takes: () => false, playbooks: [] }] },
    parsed: (seen: AlarmSeen) => fromAlarmSeen(messageOf(seen)),
    signals: {
      put: async (all: readonly (AlarmSeen | ParsedTrouble)[]) =>
        all.forEach((one) => send('kind' in one ? troubleMessage(one) : messageOf(one))),
    },
  }
  const take = async (body: string | undefined) => {
    const message = body === undefined ? undefined : readMessage(body, now())
    if (message === undefined || message.kind === 'nothing') return
    for (const outcome of await takeInAll({ ...table.ports, clock }, place(places, message)))
      if (outcome.kind === 'failed') throw outcome.error
  }
  const open = () => table.incidents().filter(isOpen)
  return {
    ...table,
    cloudWatch,
    queue,
    ports,
    now,
    later: (by: number) => void (seconds += by),
    set: (name: string, value: AlarmValue) => send(cloudWatch.set(name, value)),
    delete: (name: string) => send(cloudWatch.delete(name)),
    take,
    deliverAll: async () => {
      for (const body of queue.splice(0)) await take(body)
    },
    /** Five minutes later, with all that it says. */
    reconciled: async () => {
      seconds += 300
      await reconcile(ports)
      for (const body of queue.splice(0)) await take(body)
    },
    open,
    isOpen: (name: string) => open().some(({ key }) => key === `alarm ${arnOf(name)}`),
  }
}

export type Pair = ReturnType<typeof aPair>
