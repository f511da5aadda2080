import { z } from 'zod'
import { lightCommand } from '../../iot/contract/light-command.ts'
import { commandTopic } from '../../iot/contract/topics.ts'
import { alarmEvent, put } from './alarm-event.ts'
import type { Figure } from './figures.ts'
import { listen } from './mqtt-ear.ts'
import type { RunningAndon } from './running-andon.ts'

const alarms = 200
/** So many chat messages are waited for: all of them would take minutes, at the pace that Slack allows. */
const told = 20
const light = 'desk-1'
const giveUpAfterMs = 120_000

const incidents = z.array(z.object({ title: z.string(), state: z.string() }))
const list = z.array(z.unknown())

/** All alarms at once. Rejects when any is lost or doubled. */
export async function stormFigures({ doors, mqttPort }: RunningAndon): Promise<Figure[]> {
  let lit: { state: string; v: number } = { state: '', v: 0 }
  const ear = await listen(mqttPort, [commandTopic(light)], (_topic, payload) => {
    lit = lightCommand.parse(JSON.parse(payload))
  })
  const openIncidents = async () => incidents.parse(await ask(`${doors}/local/incidents`))
  const messages = async () => list.parse(await ask(`${doors}/local/chat/checkout`)).length
  await until(async () => lit.state === 'calm')
  const before = lit.v

  const began = performance.now()
  const names = Array.from({ length: alarms }, (_, nth) => `checkout-bench-${String(nth).padStart(3, '0')}`)
  await put(
    doors,
    names.map((name) => alarmEvent(name, 'ALARM')),
  )
  await until(async () => lit.state === 'flood' && lit.v >= before + alarms)
  const shown = (performance.now() - began) / 1000
  await until(async () => (await openIncidents()).length >= alarms)
  const saved = (performance.now() - began) / 1000
  await until(async () => (await messages()) >= told)
  const toldAfter = (performance.now() - began) / 1000
  ear.close()

  const found = await openIncidents()
  const missing = names.filter((name) => !found.some(({ title }) => title.includes(name)))
  const dead = list.parse(await ask(`${doors}/local/dead-letters`)).length
  if (found.length !== alarms || missing.length > 0 || dead > 0) {
    throw new Error(`${found.length} incidents of ${alarms} alarms, ${missing.length} missing, ${dead} dead letters`)
  }
  return rows(saved, shown, toldAfter)
}

function rows(saved: number, shown: number, toldAfter: number): Figure[] {
  const one = `${alarms} alarms in one \`POST /local/events\``
  return [
    {
      figure: `storm: light shows it`,
      value: shown,
      unit: 's',
      how: `${one}, until the command after the last of them, \`flood\`, is seen`,
    },
    {
      figure: `storm: all saved`,
      value: saved,
      unit: 's',
      how: `until \`GET /local/incidents\` holds exactly ${alarms}, none lost, none twice, no dead letter`,
    },
    {
      figure: `storm: ${told} told in chat`,
      value: toldAfter,
      unit: 's',
      how: `one channel; at this rate all ${alarms} take ${Math.round((toldAfter / told) * alarms)} s`,
    },
  ]
}

async function ask(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}

/** Looks ten times a second. Rejects after two minutes. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const last = performance.now() + giveUpAfterMs
  while (!(await isSo())) {
    if (performance.now() > last) throw new Error(`what was waited for did not come within ${giveUpAfterMs / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
