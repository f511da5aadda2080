import type { ConditionValue, Grant, Resource } from '../../functions/actions/resource.ts'
import { arnText } from '../../functions/actions/resource.ts'
import { own } from '../../functions/domain/own.ts'
import { readsTags } from '../../lib/playbook-policy.ts'
import { markdownTable } from '../markdown-page.ts'
import { cell, code } from './markdown.ts'
import type { Declared } from './declared.ts'

/** The stack's own region and account, as the pages write them. */
const home = { partition: 'aws', region: '‹region›', account: '‹account›' }
const arnOf = (resource: Resource) => arnText(resource, home)

/** What a permission is on. */
export const onInWords = ({ on }: Grant): string =>
  'noResource' in on ? code('*') : on.map((resource) => code(arnOf(resource))).join('<br>')

/** Under which condition it is given; empty when under none. */
export function conditionInWords({ when = {} }: Grant): string {
  const all = Object.entries(when).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${code(key)} ${comparedTo(operator, [values].flat())}`),
  )
  return all.join(' and ')
}

const comparisons: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringLike: 'is like',
  ArnEquals: 'is',
  ArnLike: 'is like',
}

function comparedTo(operator: string, values: readonly ConditionValue[]): string {
  if (operator === 'Null') return values[0] === 'false' ? 'is there' : 'is not there'
  const comparison = own(comparisons, operator)
  if (comparison === undefined) throw new Error(`no words yet for the condition ${operator}`)
  const texts = values.map((value) => code(typeof value === 'string' ? value : arnOf(value)))
  return `${comparison} ${texts.join(' or ')}`
}

/** Texts of the input that a signal may give stand as `<field>`, for the permissions follow them. */
function grantsOn({ action, example }: Declared): readonly Grant[] {
  const texts = Object.entries(example).flatMap(([field, value]) =>
    typeof value === 'string' && !action.fixed.includes(field) ? [[field, `<${field}>`] as const] : [],
  )
  return action.callsOn(example, Object.fromEntries(texts)).flatMap(({ grants }) => grants)
}

/** For each action each of its permissions once: on what, and when. */
export function permissionsTable(all: readonly Declared[]): string {
  const rows = all.flatMap((declared) => {
    const grants = grantsOn(declared).map((grant) => [code(grant.action), onInWords(grant), conditionInWords(grant)])
    const once = [...new Map(grants.map((row) => [row.join('|'), row])).values()]
    return once.map((row, nth) => [nth === 0 ? code(declared.name) : '', ...row])
  })
  return markdownTable(['action', 'may', 'on', 'only where'], rows)
}

/** The permissions that are on everything, and why. */
export function withoutResourceTable(all: readonly Declared[]): string {
  const found = all.flatMap(({ name, action }) =>
    action.onEverything.map(({ action: may, why }) => ({ may, why, name })),
  )
  const rows = [...Map.groupBy(found, ({ may }) => may)].map(([may, uses]) => [
    code(may),
    [...new Set(uses.map(({ name }) => code(name)))].join(', '),
    cell([...new Set(uses.map(({ why }) => why))].join(' ')),
  ])
  // Beside those of their actions, all playbooks have what their guards ask with.
  const ofGuards =
    'noResource' in readsTags.on ? [[code(readsTags.action), 'every playbook', readsTags.on.noResource]] : []
  return markdownTable(['permission', 'of', 'why'], [...rows, ...ofGuards])
}
