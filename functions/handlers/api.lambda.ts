import { SQSClient } from '@aws-sdk/client-sqs'
import { fromEnvironment } from '../adapters/environment.ts'
import { toAct } from '../adapters/http-act.ts'
import { patience } from '../adapters/patience.ts'
import { sqsActs } from '../adapters/sqs-acts.ts'
import { api } from './api.ts'

export const handler = api({ acts: sqsActs(new SQSClient(patience), fromEnvironment('SIGNALS_URL')), toAct })
