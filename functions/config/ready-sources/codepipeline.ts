import type { FieldMatch } from '@andon/event-pattern'
import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

/**
 * A run of a pipeline failed; the next success of the same pipeline ends it.
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export const codePipeline = <const Line extends string, const Playbook extends string = never>({
  pipelines,
  ...options
}: ReadyOptions<Line, Playbook> & {
  /** Names, or matches such as `{ prefix: 'checkout-' }`; without it, every pipeline. */
  readonly pipelines?: readonly FieldMatch[]
}): SourceConfig<Line, Playbook> => {
  const ended = (state: string) => ({
    source: ['aws.codepipeline'],
    'detail-type': ['CodePipeline Pipeline Execution State Change'],
    detail: { state: [state], ...(pipelines && { pipeline: pipelines }) },
  })
  return {
    on: ended('FAILED'),
    clears: ended('SUCCEEDED'),
    key: 'detail.pipeline',
    title: ['Pipeline ', { path: 'detail.pipeline' }, ' failed'],
    reason: ['execution ', { path: 'detail.execution-id' }],
    ...common(options),
  }
}
