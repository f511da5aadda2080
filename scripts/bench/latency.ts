import { lightCommand } from '../../iot/contract/light-command.ts'
import { lightReport } from '../../iot/contract/light-report.ts'
import { commandTopic, reportTopic } from '../../iot/contract/topics.ts'
import { benchAlarm, put } from './alarm-event.ts'
import { type Figure, percentile } from './figures.ts'
import { listenToMqtt } from './mqtt-listener.ts'
import type { RunningAndon } from './running-andon.ts'
import { HeardMessages } from './heard-messages.ts'

const light = 'desk-1'
const alarms = 200
/** These are not in the figures: the first runs of everything. */
const warmUp = 20

/**
 * Alarms one after the other, each cleared before the next so that the command that carries it can be told from all
 * others by its reasons.
 */
export async function latencyFigures({ doors, mqttPort }: RunningAndon): Promise<Figure[]> {
  const said = new HeardMessages()
  const ear = await listenToMqtt(mqttPort, [commandTopic(light), reportTopic(light)], said.add)
  const toCommand: number[] = []
  const toReport: number[] = []
  for (let nth = 0; nth < warmUp + alarms; nth++) {
    const name = `checkout-bench-${String(nth).padStart(3, '0')}`
    said.forget()
    const sent = performance.now()
    await put(doors, benchAlarm(name, 'ALARM'))
    const command = await said.first((topic, payload) => topic === commandTopic(light) && carries(payload, name))
    const { v } = lightCommand.parse(JSON.parse(command.payload))
    const report = await said.first((topic, payload) => topic === reportTopic(light) && reports(payload, v))
    if (nth >= warmUp) {
      toCommand.push(command.at - sent)
      toReport.push(report.at - command.at)
    }
    said.forget()
    await put(doors, benchAlarm(name, 'OK'))
    await said.first((topic, payload) => topic === commandTopic(light) && !carries(payload, name))
  }
  ear.close()
  return rows(toCommand, toReport, ear.by)
}

function rows(toCommand: readonly number[], toReport: readonly number[], by: string): Figure[] {
  const how = `${alarms} alarms one after the other, from sending \`POST /local/events\` until ${by} wrote the command`
  const lamp = `of the same alarms: from that command until ${by} wrote the lamp's report of it`
  return [
    { figure: 'alarm → light command, p50', value: percentile(toCommand, 0.5), unit: 'ms', limit: 60, how },
    {
      figure: 'alarm → light command, p99',
      value: percentile(toCommand, 0.99),
      unit: 'ms',
      limit: 250,
      how: 'the same',
    },
    { figure: 'command → lamp reports it, p50', value: percentile(toReport, 0.5), unit: 'ms', how: lamp },
    { figure: 'command → lamp reports it, p99', value: percentile(toReport, 0.99), unit: 'ms', how: 'the same' },
  ]
}

const carries = (payload: string, name: string) =>
  lightCommand.parse(JSON.parse(payload)).reasons.some(({ title }) => title.includes(name))
const reports = (payload: string, v: number) => lightReport.parse(JSON.parse(payload)).appliedV >= v
