import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import * as z from 'zod/mini'
import { arn, callsOf, CannotAct, type ClientOf, defineAction, inputOf, name } from '../functions/actions/public.ts'

// Feature flags, kept as parameters of Systems Manager: /flags/new-basket is "on" or "off". Every export is an action.

interface Target {
  readonly flag: string
}
const call = callsOf(SSMClient, 'ssm')
const parameter = { on: ({ flag }: Target) => arn('ssm', `parameter/flags/${flag}`) }
const calls = { getParameter: call(GetParameterCommand, parameter), putParameter: call(PutParameterCommand, parameter) }

export const turnOff = defineAction({
  input: inputOf({ flag: name.check(z.describe('the flag’s name: new-basket for the parameter /flags/new-basket')) }),
  does: 'turns a feature flag off',
  risk: 'reversible',
  locks: ({ flag }) => `ssm parameter/flags/${flag}`,
  wait: { minutes: 3 },
  refuses: ['the flag is off already', 'the parameter is not plain text'],
  reads: { getParameter: calls.getParameter },
  changes: { putParameter: calls.putParameter },

  async look(ssm, { flag }) {
    const was = await valueOf(ssm, flag)
    if (was === off) throw new CannotAct(`the flag ${flag} is off already`)
    return { was }
  },

  title: ({ flag }, seen) => `turn off the flag ${flag}${seen ? ` (it is "${seen.was}")` : ''}`,

  async act(ssm, { flag }, { was }) {
    await replace(ssm, flag, was, off)
    return `the flag ${flag} is off (it was "${was}")`
  },

  async undo(ssm, { flag }, { was }) {
    await replace(ssm, flag, off, was)
    return `the flag ${flag} is "${was}" again`
  },
})

const off = 'off'
const nameOf = (flag: string) => `/flags/${flag}`

async function valueOf(ssm: Pick<ClientOf<typeof calls>, 'getParameter'>, flag: string): Promise<string> {
  // A flag that is not there is refused by AWS itself; those words go into the timeline.
  const { Parameter: found } = await ssm.getParameter({ Name: nameOf(flag) })
  if (found?.Value === undefined || found.Type !== 'String') {
    throw new CannotAct(`${nameOf(flag)} is not plain text (its type is ${found?.Type ?? 'unknown'})`)
  }
  return found.Value
}

/** May come again after a fault: then the work is done, and nothing is written twice. */
async function replace(ssm: ClientOf<typeof calls>, flag: string, from: string, to: string): Promise<void> {
  const now = await valueOf(ssm, flag)
  if (now === to) return
  if (now !== from) {
    throw new CannotAct(`somebody set the flag ${flag} to "${now}" in the meantime, so nothing was changed`)
  }
  await ssm.putParameter({ Name: nameOf(flag), Value: to, Overwrite: true })
}
