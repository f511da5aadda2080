import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { forwarded } from '@andon/local-cloud/aws-endpoint/elsewhere.ts'
import { ownerOf } from '../actions/strangers/owner.ts'
import { account, type Owner } from '../actions/strangers/scenario.ts'
import { startMoto } from '../../packages/local-cloud/test/moto.ts'

/** What moto does not know, by operation: of services whose requests name it in a header, and speak JSON. */
type Answers = Readonly<Record<string, (asked: any) => unknown>>

/** moto, and before it a door that also answers what moto does not know. */
export interface MotoWithMore {
  /** For ANDON_ELSEWHERE. */
  readonly url: string
  readonly owner: Owner
  /** All that was asked at the door since the last reset: operations where the request names them, else its path. */
  readonly asked: () => readonly string[]
  /** Calls this once moto has answered such a request, before whoever asked hears of it. Resolves after that. */
  readonly onAnswered: (what: string, listener: () => void) => Promise<void>
  readonly reset: () => Promise<void>
  readonly end: () => Promise<void>
}

export async function startMotoWithMore(): Promise<MotoWithMore> {
  const moto = await startMoto(account)
  let answers: Answers = {}
  let asked: string[] = []
  let answered: (what: string) => void = () => undefined

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { method = 'GET', url = '/', headers } = request
    const body = await buffer(request)
    const operation =
      String(headers['x-amz-target'] ?? `${method} ${url}`)
        .split('.')
        .at(-1) ?? ''
    asked.push(operation)
    const own = answers[operation]
    if (own !== undefined) {
      response.writeHead(200, { 'content-type': headers['content-type'] })
      return void response.end(JSON.stringify(await own(JSON.parse(String(body)))))
    }
    const reply = await forwarded(moto.url, { method, url, headers, body })
    answered(operation)
    response.writeHead(reply.status, reply.headers)
    await pipeline(reply.body, response)
  }
  const door = createServer((request, response) => {
    // Whoever asked may be gone.
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  await once(door.listen(0, '127.0.0.1'), 'listening')
  const address = door.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
  return {
    url,
    owner: ownerOf(url),
    asked: () => asked,
    onAnswered: (what, listener) =>
      new Promise((resolve) => {
        answered = (operation) => {
          if (operation !== what) return
          listener()
          resolve()
        }
      }),
    async reset() {
      answers = { ...movesMessages(ownerOf(moto.url)), ...hasPipeline() }
      asked = []
      answered = () => undefined
      await moto.reset()
    },
    async end() {
      const closed = once(door, 'close')
      door.close()
      door.closeAllConnections()
      await Promise.all([closed, moto.end()])
    },
  }
}

/** The tasks of SQS that move messages, which are moved at once. */
function movesMessages(owner: Owner): Answers {
  const sqs = owner.client(SQSClient)
  const tasks: object[] = []
  const queue = (arn: string) => sqs.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1) }))
  return {
    ListMessageMoveTasks: () => ({ Results: tasks }),
    async StartMessageMoveTask({ SourceArn, DestinationArn }: { SourceArn: string; DestinationArn: string }) {
      const [{ QueueUrl }, to] = await Promise.all([queue(SourceArn), queue(DestinationArn)])
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
      for (const { Body, ReceiptHandle } of Messages) {
        await sqs.send(new SendMessageCommand({ QueueUrl: to.QueueUrl, MessageBody: Body }))
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
      }
      const ApproximateNumberOfMessagesMoved = Messages.length
      const StartedTimestamp = Date.now()
      tasks.unshift({
        SourceArn,
        DestinationArn,
        Status: 'COMPLETED',
        StartedTimestamp,
        ApproximateNumberOfMessagesMoved,
      })
      return { TaskHandle: `task-${tasks.length}` }
    },
  }
}

/** A pipeline of CodePipeline, with the way into each stage. */
function hasPipeline(): Answers {
  const closed = new Map<string, { disabledReason: string; lastChangedAt: number }>()
  const by = { lastChangedBy: `arn:aws:sts::${account}:assumed-role/andon-playbook/incident` }
  const wayInto = (stageName: string) => {
    const inboundTransitionState = { ...by, enabled: !closed.has(stageName), ...closed.get(stageName) }
    return { stageName, inboundTransitionState }
  }
  return {
    GetPipelineState: ({ name }: { name: string }) => ({
      pipelineName: name,
      stageStates: ['Build', 'Production'].map(wayInto),
    }),
    DisableStageTransition({ stageName, reason }: { stageName: string; reason: string }) {
      closed.set(stageName, { disabledReason: reason, lastChangedAt: Date.now() / 1000 })
      return {}
    },
    EnableStageTransition({ stageName }: { stageName: string }) {
      closed.delete(stageName)
      return {}
    },
  }
}
