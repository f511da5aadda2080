import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { instant } from '../functions/domain/instant.ts'
import { lightCommand } from '../iot/contract/light-command.ts'
import { lightReport } from '../iot/contract/light-report.ts'
import { commandTopic, pullTopic, reportTopic } from '../iot/contract/topics.ts'
import { askApi } from './ask-api.ts'
import { guards } from '../functions/domain/guards/guards.ts'
import { linesIn, setMachines } from './lines-in.ts'
import { playbooksIn } from './playbooks-in.ts'
import { askResolved } from './ask-resolved.ts'
import { explainEvent } from './explain-event.ts'
import type { LaptopCloud } from './laptop-cloud.ts'
import { stackMetadataIn } from './stack-metadata.ts'
import { incidentsIn } from './incidents-in.ts'
import type { DeadLetter, Laptop, LightView, TopicView } from './laptop.ts'
import { owner } from '@andon/local-cloud/caller.ts'
import { own } from '../functions/domain/own.ts'

/** The running cloud as its doors and its page see it. */
export function laptopOf(cloud: LaptopCloud, speed: number): Laptop {
  const { activity, cloudWatch, eventBridge, iot, slack, sns, template } = cloud
  const { channels, cords, lights, lineTopics } = stackMetadataIn(template)

  return {
    put: (event) => eventBridge.put('default', event),
    setAlarm(name, change) {
      const sent = cloudWatch.setAlarm(name, change) !== undefined
      return { sent, state: cloudWatch.stateOf(name) }
    },
    deleteAlarm(name, options) {
      const { existed, event } = cloudWatch.deleteAlarm(name, options)
      return { existed, sent: event !== undefined }
    },
    alarms: () => cloudWatch.alarms(),
    incidents: incidentsIn(cloud),
    channels: () => Object.keys(channels),
    chat(channel) {
      const id = own(channels, channel)
      return id === undefined ? undefined : slack.messages(id)
    },
    answerCall: (incident, by) => sayAnswered(cloud, incident, by),
    resolve: (incident, by, reason) => askResolved(cloud, incident, by, reason),
    ...actsIn(cloud),
    explain: explainEvent(cloud),
    cords: () => Object.entries(cords).map(([name, { pulls: line }]) => ({ name, line })),
    pull: (cord, click) => iot.publish(pullTopic(cord), JSON.stringify({ click, id: randomUUID() }), { qos: 1 }),
    topics: () => sns.topics().map((name) => topicOf(cloud, name, lineTopics)),
    lights: () => Object.entries(lights).map(([name, { shows }]) => lightOf(cloud, name, shows)),
    deadLetters: () => deadLettersIn(cloud),
    about: () => ({ mqttPort: iot.port, awsPort: cloud.endpoint.port, speed }),
    idle: () => activity.idle(),
    onChange: (listener) => onAnyChange(cloud, listener),
  }
}

function onAnyChange({ activity, cloudWatch, iot, sns, ssm }: LaptopCloud, listener: () => void): () => void {
  const stops = [
    activity.onChange(listener),
    cloudWatch.onChange(listener),
    iot.onPublish(listener),
    sns.onPublish(listener),
    ssm.onChange(listener),
  ]
  return () => stops.forEach((stop) => stop())
}

/** What a person can do about lines and machines, and what there is to know for it. */
const actsIn = (cloud: LaptopCloud): Pick<Laptop, 'askApi' | 'lines' | 'playbooks' | 'setMachines' | 'guards'> => ({
  askApi: (path, body) => askApi(cloud, path, body),
  lines: linesIn(cloud),
  playbooks: playbooksIn(cloud),
  setMachines: (line, because) => setMachines(cloud, line, because),
  guards: () => guards.map(({ name }) => name),
})

function topicOf({ sns }: LaptopCloud, name: string, lineTopics: Readonly<Record<string, string>>): TopicView {
  const [line] = Object.entries(lineTopics).flatMap(([one, topic]) => (topic === name ? [one] : []))
  return { name, ...(line !== undefined && { line }), messages: sns.messages(name) }
}

/** As a board would, with IAM. */
async function sayAnswered({ eventBridge, template }: LaptopCloud, incident: string, by: string): Promise<void> {
  const Detail = JSON.stringify({ incident, by, id: randomUUID() })
  const EventBusName = template.outputs['BusName']
  if (EventBusName === undefined) throw new Error('The template has no output BusName')
  const Entries = [{ EventBusName, Source: 'board', DetailType: 'Call Answered', Detail }]
  const { FailedEntryCount } = putAnswer.parse(await eventBridge.api.call('PutEvents', { Entries }, owner))
  if (FailedEntryCount > 0) throw new Error(`The bus ${EventBusName} refused the answer`)
}
const putAnswer = z.object({ FailedEntryCount: z.number() })

function lightOf({ iot }: LaptopCloud, name: string, shows: readonly string[]): LightView {
  const command = lightCommand.safeParse(jsonOf(iot.retained(commandTopic(name))?.payload))
  const last = iot.retained(reportTopic(name))
  const report = lightReport.safeParse(jsonOf(last?.payload))
  return {
    name,
    shows,
    ...(command.success && { command: command.data }),
    ...(report.success && { report: report.data }),
    ...(last !== undefined && { reportedAt: instant(last.lastModified) }),
  }
}

/** Whatever a lamp publishes is retained, also nonsense. */
function jsonOf(payload: Uint8Array | undefined): unknown {
  if (payload === undefined) return undefined
  try {
    return JSON.parse(Buffer.from(payload).toString())
  } catch {
    return undefined
  }
}

/** What lies in the queues that are called dead-letter queues by another queue, a function or a rule. */
function deadLettersIn({ template, queues }: LaptopCloud): DeadLetter[] {
  const consumed = new Set(
    template.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties['EventSourceArn']),
  )
  return template
    .ofType('AWS::SQS::Queue')
    .filter(({ arn }) => !consumed.has(arn))
    .flatMap(({ arn }) =>
      queues.peek(arn).map(({ body, messageAttributes, receiveCount }) => {
        const attributes = Object.fromEntries(
          Object.entries(messageAttributes).map(([name, { stringValue }]) => [name, stringValue]),
        )
        const reason = attributes['reason'] ?? attributes['ERROR_MESSAGE']
        return {
          queue: arn.split(':').at(-1) ?? arn,
          body,
          attributes,
          receiveCount,
          ...(reason !== undefined && { reason }),
        }
      }),
    )
}
