import { printable } from '../../iot/agent/printable.ts'
import { deploymentOf } from '../deployment.ts'
import type { CommandContext } from '../command-context.ts'
import { Failure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import type { ExitCode, Verb } from '../verb.ts'
import { bootstrapVersion } from './bootstrap.ts'
import { chat } from './chat.ts'
import { done, type Finding, toDo } from './finding.ts'
import { firstLamp } from './first-lamp.ts'
import { deadLetters, ownAlarms } from './own-troubles.ts'
import { attempt, type Patient, patientOf } from './patient.ts'
import { subscriptions } from './subscriptions.ts'

/** `andon doctor`: the first day's list. A Raspberry Pi has a doctor of its own. */
export const doctorVerb: Verb = (program, { context, end }) => {
  program
    .command('doctor')
    .description('says what is still to do after a deployment, each with the command to paste')
    .option('--json', 'prints JSON, for programs', false)
    .action(async ({ json }: { json: boolean }) => {
      const { terminal, ...rest } = context()
      const findings = await examine(rest)
      if (json) terminal.say(JSON.stringify(findings, undefined, 2))
      else for (const finding of findings) say(finding, terminal)
      end(codeOf(findings))
    })
}

/** In the order in which they are done on the first day. */
const looks: readonly (readonly [what: string, look: (patient: Patient) => Promise<Finding | Finding[]>])[] = [
  ['the CDK bootstrap', bootstrapVersion],
  ['Slack', chat],
  ['who hears what is said past chat', subscriptions],
  ['the first light', firstLamp],
  ["Andon's own alarms", ownAlarms],
  ['dead letters', deadLetters],
]
/** Chat, mail and the CDK's stack are imitated on a laptop: there is nothing to do about them. */
const looksOnLaptop: typeof looks = [
  ['the first light', firstLamp],
  ['dead letters', deadLetters],
]

async function examine({ aws, stack }: Omit<CommandContext, 'terminal'>): Promise<readonly Finding[]> {
  const deployment = await attempt('the deployment', async () => {
    try {
      return await deploymentOf(aws, stack)
    } catch (error) {
      if (error instanceof Failure) return toDo(error.message, error.remedy)
      throw error
    }
  })
  if ('state' in deployment) return [deployment]
  const patient = patientOf(deployment, aws)
  const found: Finding[] = [done(deployedWhere(patient))]
  for (const [what, look] of aws.isLaptop ? looksOnLaptop : looks)
    found.push(...[await attempt(what, () => look(patient))].flat())
  return found
}

function deployedWhere({ deployment: { stack, outputs } }: Patient): string {
  const [, , , region, account] = outputs.get('AlarmsTopic')?.split(':') ?? []
  const where = region === undefined ? '' : ` in the account ${account}, region ${region}`
  return `the stack ${stack} is deployed${where}`
}

const codeOf = (findings: readonly Finding[]): ExitCode =>
  findings.some(({ state }) => state === 'to-do') ? 1 : findings.some(({ state }) => state === 'cannot-tell') ? 2 : 0

function say(finding: Finding, { say: print, good, bad }: Terminal): void {
  const what = printable(finding.what, 600)
  switch (finding.state) {
    case 'done':
      return print(`${good('done ')} ${what}`)
    case 'to-do':
      print(`${bad('TO DO')} ${what}`)
      return print(`      ${finding.command}`)
    case 'cannot-tell':
      print(`?     ${what}: cannot tell`)
      return print(`      ${printable(finding.because, 600)}`)
  }
}
