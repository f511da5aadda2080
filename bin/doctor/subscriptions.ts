import { paginateListSubscriptionsByTopic } from '@aws-sdk/client-sns'
import { outputOf } from '../deployment.ts'
import { done, type Finding, toDo } from './finding.ts'
import { attempt, type Patient } from './patient.ts'

/** Whether somebody hears what is said past chat: Andon's own alarms, and each line's calls. */
export async function subscriptions(patient: Patient): Promise<Finding[]> {
  const { deployment } = patient
  const ofLine = outputOf(deployment, 'LineTopics')
  const topics = [
    { what: "Andon's own alarms", arn: outputOf(deployment, 'AlarmsTopic') },
    ...Object.keys(deployment.lines).map((line) => ({
      what: `the calls of the line ${line}`,
      arn: ofLine.replace('<line>', line),
    })),
  ]
  const found: Finding[] = []
  // One after the other: SNS answers some thirty of these questions a second in an account.
  for (const topic of topics) found.push(await attempt(`who hears ${topic.what}`, () => subscribersOf(patient, topic)))
  return found
}

async function subscribersOf(
  { aws, awsCli }: Patient,
  { what, arn }: { readonly what: string; readonly arn: string },
): Promise<Finding> {
  let confirmed = 0
  let waiting = 0
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
    { client: aws.topics },
    { TopicArn: arn },
  ))
    for (const { SubscriptionArn } of Subscriptions) {
      if (SubscriptionArn?.startsWith('arn:') === true) confirmed++
      else if (SubscriptionArn === 'PendingConfirmation') waiting++
    }
  if (confirmed > 0) return done(`${counted(confirmed)} ${what}`)
  if (waiting > 0)
    return toDo(
      `nobody hears ${what} yet: a subscription waits for its confirmation`,
      'Open the link in the mail from AWS',
    )
  return toDo(
    `nobody hears ${what}`,
    awsCli(`sns subscribe --topic-arn ${arn} --protocol email --notification-endpoint <address>`),
  )
}

const counted = (subscribers: number) => (subscribers === 1 ? '1 subscriber hears' : `${subscribers} subscribers hear`)
