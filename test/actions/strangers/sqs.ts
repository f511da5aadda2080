import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { account, type Owner, region, type Scenarios } from './scenario.ts'

const why = 'moto does not know tasks that move messages'
const beside = 'SQS asks for it beside StartMessageMoveTask, which moto does not know'
const arnOf = (queue: string) => `arn:aws:sqs:${region}:${account}:${queue}`
const task = { SourceArn: arnOf('orders-dead'), DestinationArn: arnOf('orders') }
let started = 0

export const scenarios: Scenarios = {
  redrive: {
    async prepare(as: Owner) {
      started = 0
      const sqs = as.client(SQSClient)
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders-dead' }))
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'an order' }))
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('orders-dead'), maxReceiveCount: 5 })
      await sqs.send(new CreateQueueCommand({ QueueName: 'orders', Attributes: { RedrivePolicy } }))
      return { deadLetters: 'orders-dead', to: 'orders' }
    },
    instead: {
      ListMessageMoveTasks: {
        why,
        answer: () => ({ Results: started === 0 ? [] : [{ ...task, Status: 'RUNNING', StartedTimestamp: 1000 }] }),
      },
      StartMessageMoveTask: {
        why,
        answer(asked: object) {
          expect(asked).toEqual(task)
          started++
          return { TaskHandle: 'task' }
        },
      },
    },
    beside: { 'sqs:ReceiveMessage': beside, 'sqs:DeleteMessage': beside, 'sqs:SendMessage': beside },
    acted: async () => expect(started).toBe(1),
  },
}
