import {
  CodePipelineClient,
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineStateCommand,
} from '@aws-sdk/client-codepipeline'
import * as z from 'zod/mini'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf } from './input.ts'
import { arn } from './resource.ts'

// The way into one stage of a pipeline: the calls, and what they read of it.

const name = z
  .string('some text')
  .check(z.regex(/^[\w.@-]{1,100}$/, 'a name: letters, digits, dots, dashes, underscores and @'))
export const stageInput = inputOf({
  pipeline: name.check(z.describe('the pipeline’s name')),
  stage: name.check(z.describe('the name of the stage: the transition into it is meant')),
})
export type Target = z.infer<typeof stageInput>

const call = callsOf(CodePipelineClient, 'codepipeline')
export const pipelineResource = ({ pipeline }: Pick<Target, 'pipeline'>) => arn('codepipeline', pipeline)
const stage = { on: ({ pipeline, stage }: Target) => arn('codepipeline', `${pipeline}/${stage}`) }
export const getPipelineState = call(GetPipelineStateCommand, {
  on: pipelineResource,
})
export const disableStageTransition = call(DisableStageTransitionCommand, stage)
export const enableStageTransition = call(EnableStageTransitionCommand, stage)

export const noSuchStage = 'the pipeline has no such stage'

/** Who closed the way into the stage, why and when, as far as AWS says. */
export type Closed = { readonly by: string; readonly reason: string; readonly at: string }

/** @returns undefined while the way into the stage is open */
export async function closedBy(
  codepipeline: ClientOf<{ getPipelineState: typeof getPipelineState }>,
  target: Target,
): Promise<Closed | undefined> {
  const { stageStates = [] } = await codepipeline.getPipelineState({ name: target.pipeline })
  const found = stageStates.find(({ stageName }) => stageName === target.stage)
  if (found === undefined) {
    const known = stageStates.flatMap(({ stageName }) => stageName ?? []).join(', ')
    throw new CannotAct(`pipeline ${target.pipeline} has no stage ${target.stage}: it has ${known || 'none'}`)
  }
  const { enabled = true, lastChangedBy, disabledReason, lastChangedAt } = found.inboundTransitionState ?? {}
  if (enabled) return undefined
  return {
    by: lastChangedBy ?? 'somebody',
    reason: disabledReason ?? 'no reason given',
    at: lastChangedAt?.toISOString() ?? '',
  }
}

export const transitionInto = ({ pipeline, stage }: Target) => ({
  pipelineName: pipeline,
  stageName: stage,
  transitionType: 'Inbound' as const,
})
