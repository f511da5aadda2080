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

/** What hangs on what is deployed. Only what may be lost is asked for. */
export async function standingOf(
  context: Pick<CommandContext, 'aws' | 'terminal'>,
  deployment: Deployment,
  config: AndonConfig,
): Promise<Standing> {
  const { listings } = viewsOf(context)
  const gone = Object.keys(deployment.lights).filter((name) => own(config.lights, name) === undefined)
  const [open, subscribers, reported] = await Promise.all([
    eachOf(Object.keys(deployment.lines), (line) => listings.openOn(line)),
    eachOf(topicsThatGo(deployment, config), (topic) => subscribersOf(context.aws, topicArn(deployment, topic))),
    Promise.all(gone.map(async (light) => ((await hasReported(context.aws, light)) ? [light] : []))),
  ])
  return { ...deployment, open, subscribers, installed: new Set(reported.flat()) }
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
