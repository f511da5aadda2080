import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch'
import { GetQueueAttributesCommand, paginateListQueues } from '@aws-sdk/client-sqs'
import { done, type Finding, toDo } from './finding.ts'
import type { Patient } from './patient.ts'

/** Andon's own alarms that are on. */
export async function ownAlarms({ aws, awsCli }: Patient): Promise<Finding[]> {
  const found: Finding[] = []
  const asked = { AlarmNamePrefix: 'andon-', StateValue: 'ALARM' } as const
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: aws.alarms }, asked))
    for (const { AlarmName = '', AlarmDescription = '', StateReason = '' } of MetricAlarms)
      found.push(
        toDo(
          `the alarm ${AlarmName} is on. ${AlarmDescription} (${StateReason})`,
          awsCli(`cloudwatch describe-alarm-history --max-items 5 --alarm-name ${AlarmName}`),
        ),
      )
  return found.length > 0 ? found : [done("none of Andon's own alarms is on")]
}

/** What was set aside, and waits for somebody to look at it. */
export async function deadLetters({ aws, awsCli }: Patient): Promise<Finding[]> {
  const found: Finding[] = []
  for await (const { QueueUrls = [] } of paginateListQueues({ client: aws.queues }, { QueueNamePrefix: 'andon-' }))
    for (const url of QueueUrls.filter((each) => /-dead(\.fifo)?$/.test(each))) {
      const waiting = await messagesIn(aws, url)
      if (waiting === 0) continue
      found.push(
        toDo(
          `${waiting === 1 ? '1 message waits' : `${waiting} messages wait`} in ${url.split('/').at(-1)}; each says why`,
          awsCli(
            `sqs receive-message --queue-url ${url} --message-attribute-names reason --max-number-of-messages 10 --visibility-timeout 0`,
          ),
        ),
      )
    }
  return found.length > 0 ? found : [done('no dead letters wait')]
}

async function messagesIn({ queues }: Patient['aws'], url: string): Promise<number> {
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
  )
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0)
}
