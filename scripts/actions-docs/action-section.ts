import { inWords } from '../../functions/domain/duration.ts'
import { own } from '../../functions/domain/own.ts'
import { markdownTable } from '../markdown-page.ts'
import { byService, type Declared } from './declared.ts'
import { inputTable } from './input-fields.ts'
import { capital, cell, code, fullColumns, typescript } from './markdown.ts'
import { conditionInWords, onInWords } from './permissions.ts'
import { trialOf } from './trials.ts'
import { serviceTitles } from './words.ts'

const anchorOf = (name: string) => name.toLowerCase().replaceAll('.', '')

/** All actions, a line each. */
export function overviewTable(all: readonly Declared[]): string {
  const rows = all.map(({ name, action: { does, risk, canUndo, wait } }) => [
    `[${code(name)}](#${anchorOf(name)})`,
    cell(does),
    risk,
    canUndo ? 'yes' : 'no',
    inWords(wait),
  ])
  return markdownTable(['action', 'does', 'risk', 'undo', 'default wait'], rows)
}

export async function sections(all: readonly Declared[]): Promise<string> {
  const services = byService(all).map(async ([service, actions]) => {
    const each = await Promise.all(actions.map(section))
    return [`### ${own(serviceTitles, service)}`, ...each].join('\n\n')
  })
  return (await Promise.all(services)).join('\n\n')
}

async function section(declared: Declared): Promise<string> {
  const { name, example, action, note } = declared
  const trials = (await trialOf(declared)).flat()
  const [one = '', ...others] = new Set(trials)
  return [
    `#### ${name}`,
    `${capital(action.does)}.${note === undefined ? '' : ` ${note}`}`,
    `\`\`\`ts\nactions.${name}(${typescript(example)})\n\`\`\``,
    inputTable(declared),
    [...factsOf(declared), ...(others.length === 0 ? [`- Tried on: ${one}.`] : [])].join('\n'),
    callsTable(declared, others.length === 0 ? [] : trials),
  ].join('\n\n')
}

function factsOf({ action: { risk, wait, atMostOnce, refuses }, whyNoUndo }: Declared): string[] {
  const reasons = refuses.length === 1 ? ` ${refuses[0]}.` : refuses.map((each) => `\n  - ${each}`).join('')
  return [
    `- Risk: _${risk}_. Waits ${inWords(wait)} for the alarm unless told.`,
    `- Undo: ${whyNoUndo === undefined ? 'yes' : `no; ${whyNoUndo}`}.`,
    ...(atMostOnce ? ['- At most once: a try that broke off is not repeated, and says so.'] : []),
    `- Refuses where${reasons}`,
  ]
}

/** With the example's input. @param trials of each permission, where they differ */
function callsTable(declared: Declared, trials: readonly string[]): string {
  const rows = declared.calls.flatMap(({ operation, grants }) =>
    grants.length === 0
      ? [[code(operation), 'none: it is no call of AWS’s', '', '']]
      : grants.map((grant, nth) => [
          nth === 0 ? code(operation) : '',
          code(grant.action),
          onInWords(grant),
          conditionInWords(grant),
        ]),
  )
  return fullColumns(
    ['calls', 'may', 'on', 'only where', 'tried on'],
    rows.map((row, nth) => [...row, cell(trials[nth] ?? '')]),
  )
}
