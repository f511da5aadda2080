import type { StageState } from '@aws-sdk/client-codepipeline'
import { startLine, stopLine } from '../../functions/actions/codepipeline.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const given = { pipeline: 'checkout', stage: 'Production' }
const anna = 'arn:aws:sts::000000000000:assumed-role/oncall/anna'
type Transition = NonNullable<StageState['inboundTransitionState']>
const open: Transition = { enabled: true, lastChangedBy: anna, lastChangedAt: new Date(1_000) }
const closedByAnna: Transition = { ...open, enabled: false, disabledReason: 'release freeze' }

function aPipeline(into: Transition) {
  const production = { stageName: 'Production', inboundTransitionState: into }
  const stages: StageState[] = [{ stageName: 'Source', inboundTransitionState: open }, production]
  const changes: object[] = []
  const change = (request: object, state: Transition) => {
    changes.push(request)
    production.inboundTransitionState = { lastChangedBy: 'andon', lastChangedAt: new Date(9_000), ...state }
    return {}
  }
  const answers = {
    GetPipelineState: () => ({ pipelineName: 'checkout', stageStates: stages }),
    DisableStageTransition: (request: { reason: string }) =>
      change(request, { enabled: false, disabledReason: request.reason }),
    EnableStageTransition: (request: object) => change(request, { enabled: true }),
  }
  const imitation = { answers, state: () => [production, changes] }
  return { ...imitation, ...sessionWith(imitation), stages, production, changes }
}

const nonsense = [
  [{ pipeline: 'checkout' }, 'stage'],
  [{ pipeline: 'checkout', stage: '*' }, 'stage'],
  [{ pipeline: 'checkout/Source', stage: 'Production' }, 'pipeline'],
] as const
const noSuchStage = {
  world: () => {
    const pipeline = aPipeline(open)
    pipeline.stages.length = 1
    return pipeline
  },
  says: 'pipeline checkout has no stage Production: it has Source',
}
await itKeepsTheContract('codepipeline', {
  stopLine: {
    given,
    world: () => aPipeline(open),
    refuses: nonsense,
    senseless: {
      'the pipeline has no such stage': noSuchStage,
      'the way into the stage is closed already': {
        world: () => aPipeline(closedByAnna),
        says: 'nothing enters Production already: closed for “release freeze” by oncall/anna',
      },
    },
  },
  startLine: {
    given,
    world: () => aPipeline(closedByAnna),
    refuses: nonsense,
    senseless: {
      'the pipeline has no such stage': noSuchStage,
      'the way into the stage is open already': {
        world: () => aPipeline(open),
        says: 'the way into stage Production of pipeline checkout is open already',
      },
    },
  },
})

describe('stop the line', () => {
  const { look, act, undo } = stopLine.on(given)

  it('leaves its mark as the reason, and knows it again when it opens', async () => {
    const { session, changes } = aPipeline(open)
    const plan = await look(session)
    expect(await act(session, plan, 'i-1-0')).toBe('nothing more enters stage Production of pipeline checkout')
    expect(await undo?.(session, plan, 'i-1-0-undo')).toBe(
      'the way into stage Production of pipeline checkout is open again',
    )
    const transition = { pipelineName: 'checkout', stageName: 'Production', transitionType: 'Inbound' }
    expect(changes).toEqual([{ ...transition, reason: 'Andon i-1-0' }, transition])
  })

  it('is content when somebody else closes first, and then leaves it closed', async () => {
    const { session, changes, production } = aPipeline(open)
    const plan = await look(session)
    production.inboundTransitionState = closedByAnna
    expect(await act(session, plan, 'i-1-0')).toBe(
      'nothing enters Production now: closed for “release freeze” by oncall/anna',
    )
    await expect(undo?.(session, plan, 'i-1-0-undo')).rejects.toThrow(
      'Production stays closed, by somebody else: closed for “release freeze” by oncall/anna',
    )
    expect(changes).toEqual([])
  })
})

describe('start the line', () => {
  const { look, title, act, undo } = startLine.on(given)

  it('says who closed it and why, before it opens', async () => {
    const { session } = aPipeline(closedByAnna)
    expect(title(await look(session))).toBe(
      'start the line: open stage Production of pipeline checkout (closed for “release freeze” by oncall/anna)',
    )
  })

  it('opens nothing that was closed anew meanwhile', async () => {
    const { session, production, changes } = aPipeline(closedByAnna)
    const plan = await look(session)
    production.inboundTransitionState = { ...closedByAnna, lastChangedAt: new Date(2_000) }
    await expect(act(session, plan, 'i-1-0')).rejects.toThrow(
      'Production was closed anew meanwhile, so it stays closed',
    )
    expect(changes).toEqual([])
  })

  it('closes again for the reason that was given before', async () => {
    const { session, changes } = aPipeline(closedByAnna)
    const plan = await look(session)
    await act(session, plan, 'i-1-0')
    await undo?.(session, plan, 'i-1-0-undo')
    expect(changes.at(-1)).toMatchObject({ reason: 'release freeze' })
  })

  it('leaves closed what somebody else closed after it', async () => {
    const { session, production } = aPipeline(closedByAnna)
    const plan = await look(session)
    await act(session, plan, 'i-1-0')
    production.inboundTransitionState = { ...closedByAnna, disabledReason: 'incident 7' }
    await expect(undo?.(session, plan, 'i-1-0-undo')).rejects.toThrow(
      'Production was closed by somebody else meanwhile: closed for “incident 7” by oncall/anna',
    )
  })
})

it.each([
  ['stop', stopLine],
  ['start', startLine],
])('may read the one pipeline and turn the one stage: %s', (_, action) => {
  const grants = action
    .on(given)
    .calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`)))
  expect(grants.sort()).toEqual([
    'codepipeline:DisableStageTransition codepipeline:::checkout/Production',
    'codepipeline:EnableStageTransition codepipeline:::checkout/Production',
    'codepipeline:GetPipelineState codepipeline:::checkout',
  ])
})
