import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { IoTClient } from '@aws-sdk/client-iot'
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { SSMClient } from '@aws-sdk/client-ssm'
import type { Session } from '../functions/actions/api-call.ts'
import type { Home } from '../functions/actions/resource.ts'
import { callersSession } from '../functions/adapters/callers-session.ts'
import { openChat, type OpenChat } from './doctor/chat-door.ts'
import { Failure } from './failure.ts'
import { noteCalls } from './noted-calls.ts'
import { type SignedPost, signedPost } from './signed-post.ts'

/** Which AWS is meant, as far as the operator said so; the rest comes from the SDK's own chains. */
export interface Where {
  readonly region?: string
  readonly endpoint?: string
  /** The laptop's cloud: it takes whatever credentials there are, so ours are no secret. */
  readonly laptop?: boolean
}

export interface Aws {
  readonly iot: IoTClient
  readonly iotData: IoTDataPlaneClient
  readonly stacks: CloudFormationClient
  readonly table: DynamoDBClient
  readonly bus: EventBridgeClient
  readonly assets: S3Client
  readonly parameters: SSMClient
  readonly topics: SNSClient
  readonly queues: SQSClient
  readonly alarms: CloudWatchClient
  readonly post: SignedPost
  readonly chat: OpenChat
  /** The caller's own rights, for looking at what an action would act on. */
  readonly sessionIn: (home: Home) => Session
  /** Whether it is the cloud that `npm start` runs. */
  readonly isLaptop: boolean
}

const onLaptop = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'LAPTOP', secretAccessKey: 'none' },
}

/** Where `npm start` listens: it goes by the same variable. */
function laptopEndpoint(): string {
  const port = process.env['AWS_PORT'] || '4566'
  const url = `http://127.0.0.1:${port}`
  if (/^\d+$/.test(port) && port !== '0' && URL.canParse(url)) return url
  throw new Failure(`AWS_PORT is ${JSON.stringify(port)}.`, 'Set it to the port that `npm start` prints behind "AWS".')
}

export function connectTo({ region, endpoint, laptop = false }: Where): Aws {
  const config = {
    ...(laptop && { ...onLaptop, endpoint: laptopEndpoint() }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    // Somebody sits there and waits.
    maxAttempts: 3,
  }
  // A laptop has no name for each bucket.
  const forcePathStyle = laptop || endpoint !== undefined || process.env['AWS_ENDPOINT_URL'] !== undefined
  const table = new DynamoDBClient(config)
  const aws = {
    iot: new IoTClient(config),
    iotData: new IoTDataPlaneClient(config),
    stacks: new CloudFormationClient(config),
    table,
    post: signedPost(table),
    bus: new EventBridgeClient(config),
    parameters: new SSMClient(config),
    topics: new SNSClient(config),
    queues: new SQSClient(config),
    alarms: new CloudWatchClient(config),
    chat: openChat(process.env['SLACK_API_URL']),
    sessionIn: callersSession({
      credentials: () => table.config.credentials(),
      ...(config.endpoint !== undefined && { endpoint: config.endpoint }),
      maxAttempts: config.maxAttempts,
    }),
    isLaptop: laptop,
    assets: new S3Client({
      ...config,
      forcePathStyle,
      // It would only make the links longer: the Pi checks what it fetches against the stack's output.
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  }
  noteAll(aws)
  return aws
}

function noteAll({ iot, iotData, stacks, table, bus, assets, parameters, topics, queues, alarms }: Clients): void {
  noteCalls('iot', iot.middlewareStack)
  noteCalls('iot', iotData.middlewareStack)
  noteCalls('cloudformation', stacks.middlewareStack)
  noteCalls('dynamodb', table.middlewareStack)
  noteCalls('events', bus.middlewareStack)
  noteCalls('s3', assets.middlewareStack)
  noteCalls('ssm', parameters.middlewareStack)
  noteCalls('sns', topics.middlewareStack)
  noteCalls('sqs', queues.middlewareStack)
  noteCalls('cloudwatch', alarms.middlewareStack)
}
type Clients = Omit<Aws, 'post' | 'chat' | 'sessionIn' | 'isLaptop'>
