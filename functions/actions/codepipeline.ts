import { clip } from '../domain/clip.ts'
import { defineAction } from './action.ts'
import {
  closedBy,
  disableStageTransition,
  enableStageTransition,
  getPipelineState,
  noSuchStage,
  pipelineResource,
  stageInput,
  transitionInto,
  type Closed,
  type Target,
} from './codepipeline-stage.ts'
import { CannotAct } from './failure.ts'
import { noteOf } from './note.ts'

// AWS CodePipeline: the cord of a delivery line. Every export is an action.

/** Closes the way into a stage. What is in the stage already runs on. */
export const stopLine = defineAction({
  input: stageInput,
  does: 'lets nothing more into a stage of a pipeline; what is in the stage already runs on',
  risk: 'reversible',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: [noSuchStage, 'the way into the stage is closed already'],
  reads: { getPipelineState },
  changes: { disableStageTransition, enableStageTransition },

  async look(codepipeline, target) {
    const closed = await closedBy(codepipeline, target)
    if (closed !== undefined) throw new CannotAct(`nothing enters ${target.stage} already: ${closedInWords(closed)}`)
    return {}
  },
  carriers: (target) => [pipelineResource(target)],

  title: (target) => `stop the line: let nothing more into ${stageInWords(target)}`,

  async act(codepipeline, target, _, mark) {
    const closed = await closedBy(codepipeline, target)
    if (closed !== undefined) return `nothing enters ${target.stage} now: ${closedInWords(closed)}`
    await codepipeline.disableStageTransition({ ...transitionInto(target), reason: noteOf(mark) })
    return `nothing more enters ${stageInWords(target)}`
  },

  async undo(codepipeline, target, _, mark) {
    const closed = await closedBy(codepipeline, target)
    if (closed === undefined) return `the way into ${target.stage} is open`
    if (closed.reason !== noteOf(mark)) {
      throw new CannotAct(`${target.stage} stays closed, by somebody else: ${closedInWords(closed)}`)
    }
    await codepipeline.enableStageTransition(transitionInto(target))
    return `the way into ${stageInWords(target)} is open again`
  },
})

/** Opens the way into a stage; whatever waits before it goes in at once. */
export const startLine = defineAction({
  input: stageInput,
  does: 'opens the way into a stage of a pipeline again; what waits before it goes in at once, and undoing does not call it back',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 10 },
  refuses: [noSuchStage, 'the way into the stage is open already'],
  reads: { getPipelineState },
  changes: { enableStageTransition, disableStageTransition },

  async look(codepipeline, target): Promise<Closed> {
    const closed = await closedBy(codepipeline, target)
    if (closed === undefined) throw new CannotAct(`the way into ${stageInWords(target)} is open already`)
    return closed
  },
  carriers: (target) => [pipelineResource(target)],

  title: (target, seen) =>
    `start the line: open ${stageInWords(target)}${seen ? ` (${clip(closedInWords(seen), 90)})` : ''}`,

  async act(codepipeline, target, seen) {
    const closed = await closedBy(codepipeline, target)
    if (closed === undefined) return `the way into ${target.stage} is open`
    if (closed.at !== seen.at || closed.reason !== seen.reason) {
      throw new CannotAct(`${target.stage} was closed anew meanwhile, so it stays closed: ${closedInWords(closed)}`)
    }
    await codepipeline.enableStageTransition(transitionInto(target))
    return `the way into ${stageInWords(target)} is open; it was ${closedInWords(seen)}`
  },

  async undo(codepipeline, target, { reason }) {
    const closed = await closedBy(codepipeline, target)
    if (closed?.reason === reason) return `nothing enters ${target.stage}`
    if (closed !== undefined) {
      throw new CannotAct(`${target.stage} was closed by somebody else meanwhile: ${closedInWords(closed)}`)
    }
    await codepipeline.disableStageTransition({ ...transitionInto(target), reason })
    return `nothing more enters ${stageInWords(target)}, for the reason given before: ${reason}`
  },
})

function lockOf({ pipeline, stage }: Target): string {
  return `codepipeline ${pipeline}/${stage}`
}
const stageInWords = ({ pipeline, stage }: Target) => `stage ${stage} of pipeline ${pipeline}`
/** The reason first: titles have little room, and the ARN of who closed it is long. */
const closedInWords = ({ by, reason }: Closed) => `closed for “${reason}” by ${by.split('/').slice(-2).join('/')}`
