import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { owner } from '@andon/local-cloud/caller.ts'
import { MovedClock } from '@andon/local-cloud/clock.ts'
import { createCloudWatch } from '@andon/local-cloud/services/cloudwatch/cloudwatch.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import { cloudwatchAlarms } from '../../functions/adapters/cloudwatch-alarms.ts'
import { placesOf } from '../../functions/config/places.ts'
import type { AlarmSeen } from '../../functions/domain/alarm-seen.ts'
import { isOpen } from '../../functions/domain/incident.ts'
import { instant } from '../../functions/domain/instant.ts'
import { place } from '../../functions/domain/place.ts'
import { messageOf } from '../../functions/sources/reconcile/message.ts'
import { fromAlarmSeen } from '../../functions/sources/reconcile/parse.ts'
import { readMessage } from '../../functions/sources/read-message.ts'
import { reconcile } from '../../functions/usecases/reconcile.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import config from '../fixtures/andon.config.ts'
import { aTable } from '../table-in-memory.ts'

const places = placesOf(config, { account: '000000000000', region: 'eu-central-1' })

it('asks CloudWatch 60 times at most for 5,000 alarms that hold, and says what is different of them', async () => {
  const { ports, incidents, requests } = aTable()
  const time = new MovedClock(Date.UTC(2026, 10, 21, 9))
  const clock = { ...ports.clock, now: () => instant(time.now()) }
  const sent: unknown[] = []
  const cloudwatch = createCloudWatch(openStore(), time, (event) => void sent.push(event))
  const takeIn = async (messages: readonly unknown[]) => {
    const parsed = messages.map((message) => readMessage(JSON.stringify(message), clock.now()))
    await takeInAll(
      { ...ports, clock },
      parsed.flatMap((one) => (one.kind === 'nothing' ? [] : place(places, one))),
    )
  }
  const calls: string[] = []
  const client = {
    async send({ constructor, input }: { constructor: { name: string }; input: object }) {
      calls.push(constructor.name)
      return cloudwatch.api.call(constructor.name.replace(/Command$/, ''), { ...input }, owner)
    },
  } as unknown as CloudWatchClient
  const found: AlarmSeen[] = []
  const look = () =>
    reconcile({
      ...ports,
      clock,
      places,
      alarms: cloudwatchAlarms(client),
      parsed: (seen) => fromAlarmSeen(messageOf(seen)),
      signals: {
        async put(signals) {
          found.push(...signals.flatMap((one) => ('kind' in one ? [] : one)))
        },
      },
    })

  const names = Array.from({ length: 5000 }, (_, nth) => `${nth % 2 === 0 ? 'checkout' : 'search'}-${nth}`)
  const [late, early] = [names.slice(0, 100), names.slice(100)]
  for (const name of early) cloudwatch.setAlarm(name, { state: 'ALARM' })
  for (const batch of Array.from({ length: 49 }, () => sent.splice(0, 100))) await takeIn(batch)
  time.move(60_000)
  for (const name of late) cloudwatch.setAlarm(name, { state: 'ALARM', lost: true })
  for (const name of early.slice(0, 100)) cloudwatch.setAlarm(name, { state: 'OK', lost: true })
  time.move(60_000)

  const before = requests()
  expect(await look()).toMatchObject({ holding: 4900, open: 4900 })
  expect(found).toHaveLength(200)
  expect(calls.length).toBeLessThanOrEqual(60)
  expect(requests()).toEqual({ reads: before.reads + 1, saves: before.saves })

  await takeIn(found.splice(0).map(messageOf))
  const open = incidents().filter(isOpen)
  expect(open.map(({ title }) => title).sort()).toEqual([...late, ...early.slice(100)].sort())
  time.move(300_000)
  await look()
  expect(found).toEqual([])
})
