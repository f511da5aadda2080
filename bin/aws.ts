import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { IoTClient } from '@aws-sdk/client-iot'
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
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
  readonly topics: SNSClient
  readonly assets: S3Client
  readonly post: SignedPost
}

export const laptopEndpoint = 'http://127.0.0.1:4566'
const onLaptop = {
  endpoint: laptopEndpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'LAPTOP', secretAccessKey: 'none' },
}

export function connectTo({ region, endpoint, laptop = false }: Where): Aws {
  const config = {
    ...(laptop && onLaptop),
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
    topics: new SNSClient(config),
    assets: new S3Client({
      ...config,
      forcePathStyle,
      // It would only make the links longer: the Pi checks what it fetches against the stack's output.
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  }
  noteCalls('iot', aws.iot.middlewareStack)
  noteCalls('iot', aws.iotData.middlewareStack)
  noteCalls('cloudformation', aws.stacks.middlewareStack)
  noteCalls('dynamodb', aws.table.middlewareStack)
  noteCalls('events', aws.bus.middlewareStack)
  noteCalls('sns', aws.topics.middlewareStack)
  noteCalls('s3', aws.assets.middlewareStack)
  return aws
}
