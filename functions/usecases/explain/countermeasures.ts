import type { JsonObject } from '../../domain/json.ts'
import { CannotAct } from '../../actions/failure.ts'
import { planHash } from '../../actions/plan-hash.ts'
import { prepare, reachBy, type ReadyOnInput } from '../../actions/prepare.ts'
import { arnText, type Conditions, type Grant, type Home, type Resource } from '../../actions/resource.ts'
import type { Countermeasure, PlaybookConfig } from '../../config/define-andon.ts'
import { toSeconds } from '../../domain/duration.ts'
import type { AboutToDo } from '../../domain/guards/guard.ts'
import type { Incident } from '../../domain/incident.ts'
import { own } from '../../domain/own.ts'
import { askedPlan, inputsOf, markOf } from '../what-it-would-do.ts'
import { type AboutCall, type AboutCountermeasure, isNot, type Part, type ReadyPart } from './explanation.ts'
import { guardsOf } from './guards-of.ts'
import type { FactsOfAct, Known, KnownFacts } from './known.ts'
import type { Started } from './started.ts'

/** What a playbook would do, one after the other. */
export const countermeasuresOf = (
  known: Known,
  facts: KnownFacts,
  started: Started,
  { countermeasures }: PlaybookConfig,
): readonly AboutCountermeasure[] =>
  countermeasures.map((countermeasure, nth) => countermeasureOf(known, facts, started, countermeasure, nth))

function countermeasureOf(
  known: Known,
  facts: KnownFacts,
  started: Started,
  countermeasure: Countermeasure,
  nth: number,
): AboutCountermeasure {
  const { action } = countermeasure.do
  const ready = readyOn(known, started.incident, countermeasure)
  if (isNot(ready)) return { nth, action, title: action, ready }
  const act = own(facts.table?.acts ?? {}, markOf(started.incident.id, nth))
  const looked = lookedOf(act, ready)
  const title = isNot(looked) ? ready.title() : looked.title
  const about = aboutOf(known, started, { nth, action, title, ready, looked })
  const part: ReadyPart = {
    input: ready.input,
    locks: ready.locks,
    risk: ready.action.risk,
    wait: toSeconds(countermeasure.wait ?? ready.action.wait),
    ...(countermeasure.afterwards === 'undo' && { undoneAfterwards: true }),
    calls: callsOf(ready, known.home),
    looked,
    ...guardsOf(known, facts, started, { about, act }),
  }
  return { nth, action, title, ready: part }
}

/** With its input, as a run would get it; or why it could not. */
export function readyOn(known: Known, incident: Incident, { do: data }: Countermeasure): Part<ReadyOnInput> {
  try {
    return prepare(known.actions.get(data.action), data, inputsOf(incident), known.home.account)
  } catch (error) {
    if (error instanceof CannotAct) return { not: error.message }
    throw error
  }
}

function lookedOf(act: FactsOfAct | undefined, { title }: ReadyOnInput): ReadyPart['looked'] {
  if (act === undefined) return { not: 'not asked: needs a look at AWS' }
  if (isNot(act.looked)) return act.looked
  return { seen: act.looked.seen, title: title(act.looked.seen) }
}

interface OneAct {
  readonly nth: number
  readonly action: string
  readonly title: string
  readonly ready: ReadyOnInput
  readonly looked: ReadyPart['looked']
}

/** Without a look the plan is another than the one that a person would see, so nobody has approved it. */
function aboutOf({ rules: rulesOf, home }: Known, { incident, playbook }: Started, act: OneAct): AboutToDo {
  const { nth, action, title, ready, looked } = act
  const rules = rulesOf(playbook, incident.line)
  const hash = planHash(nth, action, ready.input, isNot(looked) ? {} : looked.seen)
  const about = { playbook, mark: markOf(incident.id, nth), resource: ready.locks, rules }
  const plan = askedPlan(rules, { nth, title, hash })
  return { ...about, plan, ...(!isNot(looked) && reachBy(ready.reach(looked.seen), home)) }
}

const callsOf = ({ calls }: ReadyOnInput, home: Home): readonly AboutCall[] =>
  calls.map(({ operation, grants }) => ({ operation, permissions: grants.map((grant) => permissionOf(grant, home)) }))

const permissionOf = ({ action, on, when }: Grant, home: Home) => ({
  action,
  on: 'noResource' in on ? { not: on.noResource } : on.map((one) => arnText(one, home)),
  ...(when !== undefined && { when: conditionsOf(when, home) }),
})

function conditionsOf(when: Conditions, home: Home): JsonObject {
  const text = (one: string | Resource) => (typeof one === 'string' ? one : arnText(one, home))
  const each = Object.entries(when).map(([operator, keys]): [string, JsonObject] => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, wanted]) => [key, textsOf(wanted).map(text)])),
  ])
  return Object.fromEntries(each)
}

const textsOf = (wanted: string | Resource | readonly (string | Resource)[]): readonly (string | Resource)[] =>
  isList(wanted) ? wanted : [wanted]
const isList = (wanted: string | Resource | readonly (string | Resource)[]): wanted is readonly (string | Resource)[] =>
  Array.isArray(wanted)
