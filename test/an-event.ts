import { randomUUID } from 'node:crypto'
import type { EventSignal } from '../functions/domain/signal.ts'
import { at, home } from './signals.ts'

/** A run of the pipeline `checkout-deploy` that failed at nine, as CodePipeline sends it. */
export function aPipelineEvent({
  state = 'FAILED',
  pipeline = 'checkout-deploy',
  time = '2026-11-21T09:00:00Z',
  id = randomUUID(),
  ...rest
}: { state?: string; pipeline?: string; time?: string; id?: string; detail?: object; account?: string } = {}) {
  return {
    version: '0',
    id,
    'detail-type': 'CodePipeline Pipeline Execution State Change',
    source: 'aws.codepipeline',
    time,
    ...home,
    resources: [`arn:aws:codepipeline:eu-central-1:000000000000:${pipeline}`],
    detail: { pipeline, 'execution-id': '01234567-0123-0123-0123-012345678901', state, version: 3 },
    ...rest,
  }
}

/** What the source `pipeline-failed` makes of it. */
export const aPipelineSignal = ({
  at: when = at('09:00'),
  state = 'alarm',
  ...rest
}: Partial<EventSignal> = {}): EventSignal => ({
  kind: 'event',
  id: `${when} ${state} event`,
  key: `event pipeline-failed ${home.account} ${home.region} checkout-deploy`,
  line: 'checkout',
  at: when,
  title: 'Pipeline checkout-deploy failed',
  reason: '',
  state,
  source: 'pipeline-failed',
  severity: 'help',
  ...home,
  ...rest,
})
