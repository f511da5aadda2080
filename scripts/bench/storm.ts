import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { lightCommand } from '../../iot/contract/light-command.ts'
import { commandTopic } from '../../iot/contract/topics.ts'
import { benchAlarm, put } from './alarm-event.ts'
import type { Figure } from './figures.ts'
import { listenToMqtt } from './mqtt-listener.ts'
import type { RunningAndon } from './running-andon.ts'
import { openOn } from './storm-table.ts'

const alarms = 10_000
const lines = ['checkout', 'search', 'platform'] as const
/** The laptop's doors take a megabyte a request. */
const atOnce = 500
/** So many chat messages are waited for: all of them would take hours, at the pace that Slack allows. */
const told = 20
const giveUpAfterMs = 600_000
const limitSeconds = 60

const titles = z.array(z.object({ title: z.string() }))
const list = z.array(z.unknown())

/** All alarms at once. Rejects when any is lost or doubled, or a lamp is told what is not so. */
export async function stormFigures({ doors, mqttPort, aws, data }: RunningAndon): Promise<Figure[]> {
  const lit = new Map<string, string>()
  const lights = ['desk-1', 'desk-2', 'wall']
  const ear = await listenToMqtt(mqttPort, lights.map(commandTopic), (topic, payload) => {
    lit.set(topic, lightCommand.parse(JSON.parse(payload)).state)
  })
  const allShow = (state: string) => lights.every((light) => lit.get(commandTopic(light)) === state)
  const messages = async () => list.parse(await ask(`${doors}/local/chat/checkout`)).length
  await until(() => allShow('calm'))

  const began = performance.now()
  const since = () => (performance.now() - began) / 1000
  const names = Array.from({ length: alarms }, (_, nth) => `${lines[nth % lines.length]}-bench-${nth}`)
  for (let i = 0; i < alarms; i += atOnce) {
    await put(
      doors,
      names.slice(i, i + atOnce).map((name) => benchAlarm(name, 'ALARM')),
    )
  }
  const accepted = since()
  await until(() => allShow('flood'))
  const shown = since()
  const open = openOn(aws, lines)
  await until(async () => Object.values(await open()).reduce((sum, count) => sum + count, 0) >= alarms)
  const saved = since()
  const asked = askedOfTable(data)
  await until(async () => (await messages()) >= told)
  const toldAfter = since()
  if (!allShow('flood')) throw new Error(`the lights show ${[...lit.values()].join(', ')} and not flood`)
  ear.close()
  await refuseLosses(doors, names)
  return rows({ accepted, shown, saved, toldAfter, asked })
}

async function refuseLosses(doors: string, names: readonly string[]): Promise<void> {
  const found = titles.parse(await ask(`${doors}/local/incidents`)).map(({ title }) => title)
  const there = new Set(found)
  const missing = names.filter((name) => !there.has(name))
  const dead = list.parse(await ask(`${doors}/local/dead-letters`)).length
  if (found.length !== names.length || missing.length > 0 || dead > 0) {
    throw new Error(
      `${found.length} incidents of ${names.length} alarms, ${missing.length} missing, ${dead} dead letters`,
    )
  }
}

const batch = z.object({
  message: z.literal('batch taken in'),
  readings: z.number(),
  transactions: z.number(),
  conflicts: z.number(),
})
type Asked = Record<'readings' | 'transactions' | 'conflicts' | 'batches', number>

/** As on-signal itself tells it of each batch. */
function askedOfTable(data: string): Asked {
  const asked: Asked = { readings: 0, transactions: 0, conflicts: 0, batches: 0 }
  for (const line of readFileSync(join(data, 'logs', 'andon-on-signal.log'), 'utf8').split('\n')) {
    const json = line.slice(line.indexOf('{'))
    if (!json.includes('batch taken in')) continue
    const { readings, transactions, conflicts } = batch.parse(JSON.parse(json))
    asked.readings += readings
    asked.transactions += transactions
    asked.conflicts += conflicts
    asked.batches++
  }
  return asked
}

interface Storm {
  readonly accepted: number
  readonly shown: number
  readonly saved: number
  readonly toldAfter: number
  readonly asked: Asked
}

function rows({ accepted, shown, saved, toldAfter, asked }: Storm): Figure[] {
  const all = alarms.toLocaleString('en')
  const one = `${all} alarms on ${lines.length} lines, put on the default bus within ${accepted.toFixed(1)} s`
  const each = (count: number) => Number((count / alarms).toPrecision(3))
  return [
    {
      figure: 'storm: all lights show it',
      value: shown,
      unit: 's',
      how: `${one}, until each light is told \`flood\``,
    },
    {
      figure: `storm: all ${all} saved`,
      value: saved,
      unit: 's',
      limit: limitSeconds,
      how: 'until the three lines count them all as open; then `GET /local/incidents` holds each once, and there is no dead letter',
    },
    {
      figure: 'storm: transactions an alarm',
      value: each(asked.transactions),
      unit: '',
      how: `${asked.transactions} in ${asked.batches} batches, and ${asked.conflicts} that met another and were folded again`,
    },
    {
      figure: 'storm: readings an alarm',
      value: each(asked.readings),
      unit: '',
      how: `${asked.readings}, each of all keys of a batch or of one of its lines`,
    },
    {
      figure: `storm: ${told} told in chat`,
      value: toldAfter,
      unit: 's',
      how: `one channel; at this rate all its ${Math.round(alarms / lines.length).toLocaleString('en')} take ${Math.round(((toldAfter / told) * alarms) / lines.length / 60)} minutes`,
    },
  ]
}

async function ask(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}

/** Looks twice a second. Rejects after ten minutes. */
async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const last = performance.now() + giveUpAfterMs
  while (!(await isSo())) {
    if (performance.now() > last) throw new Error(`gave up waiting after ${giveUpAfterMs / 1000} s`)
    await setTimeout(500)
  }
}
