import { ListRulesCommand } from '@aws-sdk/client-eventbridge'
import { GetRetainedMessageCommand } from '@aws-sdk/client-iot-data-plane'
import { paginateListSubscriptionsByTopic } from '@aws-sdk/client-sns'
import { lineTopicName } from '../../functions/channels/sns/sns.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { own } from '../../functions/domain/own.ts'
import { reportTopic } from '../../iot/contract/topics.ts'
import type { Aws } from '../aws.ts'
import type { CommandContext } from '../command-context.ts'
import { type Deployment, outputOf } from '../deployment.ts'
import { ifThere } from '../if-there.ts'
import { viewsOf } from '../views.ts'
import { type Standing, topicsThatGo } from './findings.ts'
import type { GoingAway } from './going-away.ts'

/** What hangs on what is deployed. Only what may be lost is asked for. */
export async function standingOf(
  context: Pick<CommandContext, 'aws' | 'terminal'>,
  deployment: Deployment,
  config: AndonConfig,
): Promise<Standing> {
  const { listings } = viewsOf(context)
  const gone = Object.keys(deployment.lights).filter((name) => own(config.lights, name) === undefined)
  const [open, subscribers, installed] = await Promise.all([
    eachOf(Object.keys(deployment.lines), (line) => listings.openOn(line)),
    eachOf(topicsThatGo(deployment, config), (topic) => subscribersOf(context.aws, topicArn(deployment, topic))),
    installedOf(context.aws, gone),
  ])
  return { ...deployment, open, subscribers, installed }
}

/** What hangs on the whole stack. */
export async function allThatStands(
  context: Pick<CommandContext, 'aws' | 'terminal'>,
  deployment: Deployment,
): Promise<GoingAway> {
  const { listings } = viewsOf(context)
  const topics = [...Object.values(deployment.lineTopics), topicIn(outputOf(deployment, 'AlarmsTopic'))]
  const [open, subscribers, installed, rules] = await Promise.all([
    eachOf(Object.keys(deployment.lines), (line) => listings.openOn(line)),
    eachOf(topics, (topic) => subscribersOf(context.aws, topicArn(deployment, topic))),
    installedOf(context.aws, Object.keys(deployment.lights)),
    rulesOfOthers(context.aws, outputOf(deployment, 'BusName')),
  ])
  return { open, subscribers, installed, rules }
}

const topicIn = (arn: string) => arn.split(':').at(-1) ?? arn

async function installedOf(aws: Pick<Aws, 'iotData'>, lights: readonly string[]): Promise<Set<string>> {
  const reported = await Promise.all(lights.map(async (light) => ((await hasReported(aws, light)) ? [light] : [])))
  return new Set(reported.flat())
}

/** All of the stack's own begin so. */
const ours = 'andon-'

async function rulesOfOthers({ bus }: Pick<Aws, 'bus'>, name: string): Promise<string[]> {
  const others: string[] = []
  let from: string | undefined
  do {
    const { Rules = [], NextToken } = await bus.send(
      new ListRulesCommand({ EventBusName: name, ...(from !== undefined && { NextToken: from }) }),
    )
    others.push(...Rules.flatMap(({ Name = '' }) => (Name.startsWith(ours) ? [] : [Name])))
    from = NextToken
  } while (from !== undefined)
  return others
}

async function eachOf<T>(names: readonly string[], of: (name: string) => Promise<T>): Promise<Record<string, T>> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await of(name)] as const)))
}

const topicArn = (deployment: Deployment, topic: string) =>
  outputOf(deployment, 'LineTopics').replace(lineTopicName('<line>'), topic)

/** 0 where the topic is gone already. */
async function subscribersOf({ topics: client }: Pick<Aws, 'topics'>, topic: string): Promise<number> {
  let subscriptions = 0
  try {
    for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn: topic }))
      subscriptions += page.Subscriptions?.length ?? 0
    return subscriptions
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return 0
    throw error
  }
}

const hasReported = async ({ iotData }: Pick<Aws, 'iotData'>, light: string): Promise<boolean> =>
  (await ifThere(iotData.send(new GetRetainedMessageCommand({ topic: reportTopic(light) })))) !== undefined
