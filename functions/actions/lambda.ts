import { defineAction } from './action.ts'
import { CannotAct } from './failure.ts'
import { inTitle } from './input.ts'
import {
  aliasInput,
  aliasInWords,
  aliasReads,
  aliasRefusals,
  point,
  pointedTo,
  updateAlias,
  versionBefore,
} from './lambda-alias.ts'
import {
  findMapping,
  getEventSourceMapping,
  mappingInput,
  mappingRefusals,
  mappingResource,
  notNow,
  sourceIn,
  updateEventSourceMapping,
} from './lambda-event-source.ts'
import {
  answerOf,
  concurrencyInput,
  deleteFunctionConcurrency,
  functionResource,
  getFunctionConcurrency,
  getFunctionConfiguration,
  invoked,
  invokeFunction,
  invokeInput,
  putFunctionConcurrency,
  qualified,
  reservedFor,
  reservedInWords,
} from './lambda-function.ts'

// AWS Lambda. Every export is an action.

/** Points the alias at the published version before the present one. */
export const rollBackAlias = defineAction({
  input: aliasInput,
  does: 'points an alias of a function at the newest published version before the present one',
  risk: 'disruptive',
  locks: ({ function: of, alias }) => `lambda function:${of}:${alias}`,
  wait: { minutes: 5 },
  refuses: aliasRefusals,
  reads: aliasReads,
  changes: { updateAlias },

  async look(lambda, target) {
    const { version: from, revision = null } = await pointedTo(lambda, target)
    if (from === '$LATEST') {
      throw new CannotAct(`${aliasInWords(target)} points to $LATEST, which has no version before it`)
    }
    return { from, to: await versionBefore(lambda, target, from), revision }
  },

  title: (target, seen) =>
    `roll back ${aliasInWords(target)} ${seen ? `from version ${seen.from} to ${seen.to}` : 'to its previous version'}`,

  async act(lambda, target, seen) {
    const pointedNow = await point(lambda, target, seen)
    return `${aliasInWords(target)} ${pointedNow ? `went back from version ${seen.from} to ${seen.to}` : `is back at version ${seen.to}`}`
  },

  async undo(lambda, target, { from, to }) {
    await point(lambda, target, { from: to, to: from })
    return `${aliasInWords(target)} points to version ${from} again`
  },
})

/** Limits how much of the function runs at once; to 0, nothing of it does. */
export const reserveConcurrency = defineAction({
  input: concurrencyInput,
  does:
    'sets how many executions of a function may run at once, which are kept free for it; calls beyond that are refused, ' +
    'and with 0 all calls are',
  risk: 'disruptive',
  locks: ({ function: of }) => `lambda function:${of}`,
  wait: { minutes: 5 },
  refuses: ['that many are reserved already'],
  reads: { getFunctionConcurrency },
  changes: { putFunctionConcurrency, deleteFunctionConcurrency },

  async look(lambda, { function: of, to }) {
    const before = await reservedFor(lambda, of)
    if (before === to) throw new CannotAct(`${of} has a reserved concurrency of ${to} already`)
    return { before }
  },

  title: ({ function: of, to }, seen) =>
    `${to === 0 ? `stop function ${of}: reserve 0 concurrent executions` : `reserve ${to} concurrent executions for function ${of}`}` +
    `${seen ? `, up to now ${reservedInWords(seen.before)}` : ''}`,

  async act(lambda, { function: of, to }, { before }) {
    const reserved = await reservedFor(lambda, of)
    if (reserved !== to) {
      if (reserved !== before) throw changedMeanwhile(of, reserved)
      await lambda.putFunctionConcurrency({ FunctionName: of, ReservedConcurrentExecutions: to })
    }
    return to === 0 ? `${of} is stopped: it may run no execution` : `${of} may run ${to} executions at once`
  },

  async undo(lambda, { function: of, to }, { before }) {
    const reserved = await reservedFor(lambda, of)
    if (reserved !== before) {
      if (reserved !== to) throw changedMeanwhile(of, reserved)
      if (before === null) await lambda.deleteFunctionConcurrency({ FunctionName: of })
      else await lambda.putFunctionConcurrency({ FunctionName: of, ReservedConcurrentExecutions: before })
    }
    return `the concurrency of ${of} is as it was before: ${reservedInWords(before)}`
  },
})

const changedMeanwhile = (of: string, reserved: number | null) =>
  new CannotAct(
    `somebody changed the concurrency of ${of} in the meantime (${reservedInWords(reserved)}), so nothing was changed`,
  )

/** What the source holds waits there, for as long as the source keeps it. */
export const pauseEventSource = defineAction({
  input: mappingInput,
  does:
    'stops feeding a function from a queue or a stream, which keeps what comes meanwhile, but not forever: ' +
    'a stream mostly for a day, a queue for four',
  risk: 'disruptive',
  locks: ({ mapping }) => `lambda event-source-mapping:${mapping}`,
  wait: { minutes: 5 },
  refuses: mappingRefusals,
  reads: { getEventSourceMapping },
  changes: { updateEventSourceMapping },

  async look(lambda, target) {
    const mapping = await findMapping(lambda, target)
    if (mapping.State === 'Disabled') throw new CannotAct(`mapping ${target.mapping} is disabled already`)
    if (mapping.State !== 'Enabled') {
      throw new CannotAct(
        `mapping ${target.mapping} is being changed by somebody (${mapping.State}), so nothing was changed`,
      )
    }
    return { source: sourceIn(mapping) }
  },
  carriers: (target) => [mappingResource(target), functionResource(target)],

  title: ({ function: of, mapping }, seen) =>
    `stop feeding function ${of}${seen?.source ? ` from ${seen.source}` : ''} by mapping ${mapping}`,

  async act(lambda, target, { source }) {
    const { State: state } = await findMapping(lambda, target)
    if (state !== 'Disabled' && state !== 'Disabling') {
      if (state !== 'Enabled') throw notNow(target.mapping, state)
      await lambda.updateEventSourceMapping({ UUID: target.mapping, Enabled: false })
    }
    return `${target.function} is no longer fed${source ? ` from ${source}` : ''}`
  },

  async undo(lambda, target, { source }) {
    const { State: state } = await findMapping(lambda, target)
    if (state !== 'Enabled' && state !== 'Enabling') {
      if (state !== 'Disabled') throw notNow(target.mapping, state)
      await lambda.updateEventSourceMapping({ UUID: target.mapping, Enabled: true })
    }
    return `${target.function} is fed${source ? ` from ${source}` : ''} again`
  },
})

/** Waits for its answer. AWS has no token by which a second invocation would be known as the same. */
export const invoke = defineAction({
  input: invokeInput,
  fixed: ['payload'],
  does: 'invokes a function with a payload that the config gives, and waits 40 seconds for its answer',
  risk: 'lossy',
  atMostOnce: true,
  locks: ({ function: of }) => `lambda function:${of}`,
  wait: { minutes: 5 },
  refuses: ['the function is not active'],
  reads: { getFunctionConfiguration },
  changes: { invokeFunction },

  async look(lambda, invocation) {
    const { State: state = 'Active', Version: version } = await lambda.getFunctionConfiguration(invoked(invocation))
    if (state !== 'Active') throw new CannotAct(`${qualified(invocation)} is not active (${state})`)
    return { version: version ?? null }
  },
  // Neither versions nor aliases have tags.
  carriers: (invocation) => [functionResource(invocation)],

  title: (invocation, seen) =>
    `invoke function ${qualified(invocation)}${seen?.version ? ` (version ${seen.version})` : ''}` +
    `${invocation.payload ? ` with ${inTitle(invocation.payload, 'the config’s payload')}` : ''}`,

  async act(lambda, invocation) {
    const answered = await lambda.invokeFunction({
      ...invoked(invocation),
      InvocationType: 'RequestResponse',
      Payload: JSON.stringify(invocation.payload ?? {}),
    })
    return `${qualified(invocation)} answered ${answerOf(invocation, answered)}`
  },
})
