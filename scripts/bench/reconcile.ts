import { setTimeout } from 'node:timers/promises'
import { type LaptopCloud, startLaptopCloud } from '../../laptop/laptop-cloud.ts'
import type { Figure } from './figures.ts'
import { openOn } from './storm-table.ts'

const lines = ['checkout', 'search'] as const
const all = 5000
/** Events that never came: alarms that went off, and alarms that cleared. */
const lost = { alarm: 50, ok: 150 }
const giveUpAfterMs = 600_000

/** Asks CloudWatch how all of its alarms stand, nearly all of them in ALARM, and settles what went unheard. */
export async function reconcileFigures(cdkOut: string): Promise<Figure[]> {
  const cloud = await startLaptopCloud({ cdkOut, ports: { aws: 0, mqtt: 0 }, log: () => undefined })
  const open = openOn(cloud.endpoint.url, lines)
  const opens = async (count: number) =>
    until(async () => Object.values(await open()).reduce((sum, one) => sum + one, 0) === count)
  const names = Array.from({ length: all }, (_, nth) => `${lines[nth % lines.length]}-bench-${nth}`)
  const heard = names.slice(lost.alarm)
  for (const name of heard) cloud.cloudWatch.setAlarm(name, { state: 'ALARM' })
  await opens(heard.length)
  for (const name of names.slice(0, lost.alarm)) cloud.cloudWatch.setAlarm(name, { state: 'ALARM', lost: true })
  for (const name of heard.slice(0, lost.ok)) cloud.cloudWatch.setAlarm(name, { state: 'OK', lost: true })

  const before = askedBy(cloud)
  const began = performance.now()
  await cloud.lambda.invoke('andon-on-reconcile', {})
  const asked = (performance.now() - began) / 1000
  await opens(all - lost.ok)
  const settled = (performance.now() - began) / 1000
  const after = askedBy(cloud)
  await cloud.stop()
  return rows({
    asked,
    settled,
    cloudWatch: after.cloudWatch - before.cloudWatch,
    others: after.others - before.others,
  })
}

/** How many calls on-reconcile has made. */
function askedBy({ endpoint }: LaptopCloud) {
  const calls = endpoint.calls().filter(({ caller }) => caller === 'andon-on-reconcile')
  const sum = (isOf: (service: string) => boolean) =>
    calls.filter(({ service }) => isOf(service)).reduce((total, { count }) => total + count, 0)
  return { cloudWatch: sum((service) => service === 'monitoring'), others: sum((service) => service !== 'monitoring') }
}

function rows(measured: { asked: number; settled: number; cloudWatch: number; others: number }): Figure[] {
  const different = lost.alarm + lost.ok
  const figure = `reconcile: ${all.toLocaleString('en')} alarms, ${different} of them different`
  return [
    {
      figure,
      value: measured.settled,
      unit: 's',
      limit: 20,
      how: `nearly all in ALARM; until the lines count as open what CloudWatch holds; on-reconcile itself took ${measured.asked.toFixed(1)} s`,
    },
    {
      figure: `${figure}: calls to CloudWatch`,
      value: measured.cloudWatch,
      unit: '',
      limit: 60,
      how: `of on-reconcile; it made ${measured.others} to the table and the queue`,
    },
  ]
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const last = performance.now() + giveUpAfterMs
  while (!(await isSo())) {
    if (performance.now() > last) throw new Error(`gave up waiting after ${giveUpAfterMs / 1000} s`)
    await setTimeout(200)
  }
}
