import { SQSClient } from '@aws-sdk/client-sqs'
import config from '../../andon.config.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { toAct } from '../adapters/http-act.ts'
import { patience } from '../adapters/patience.ts'
import { sqsActs } from '../adapters/sqs-acts.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { noSuchLine, whoMay } from '../config/who-may.ts'
import { api } from './api.ts'

const { lines }: AndonConfig = config
const allowing = { mayDo: whoMay({ lines }), noSuchLine: noSuchLine({ lines }) }

export const handler = api({
  acts: sqsActs(new SQSClient(patience), fromEnvironment('SIGNALS_URL')),
  toAct: (event) => toAct(event, allowing),
})
