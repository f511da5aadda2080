import { durationOf, inWords as duration } from '../../domain/duration.ts'
import type { Verdict } from '../../domain/guards/guard.ts'
import { inWords as instant } from '../../domain/instant.ts'
import type { Until } from '../../domain/hold.ts'
import {
  type AboutCall,
  type AboutCountermeasure,
  type AboutGuard,
  type AboutPermission,
  isNot,
  type ReadyPart,
} from './explanation.ts'
import { no, row, type Rows } from './rows.ts'

const indent = 2

/** What one countermeasure would do, what it may call, and what the guards say. */
export function countermeasureInWords({ nth, action, title, ready }: AboutCountermeasure): Rows {
  const first = row(`${nth + 1}`, `${title} (${action})`, indent)
  if (isNot(ready)) return [first, no('', { not: `it cannot be done: ${ready.not}` }, indent)]
  return [
    first,
    row('', proofOf(ready), indent),
    ...ready.calls.map((call, at) => row(at === 0 ? 'calls' : '', callInWords(call), indent)),
    isNot(ready.looked) ? no('looked', ready.looked, indent) : row('looked', JSON.stringify(ready.looked.seen), indent),
    ...guardsInWords(ready),
  ]
}

const proofOf = ({ locks, risk, wait, undoneAfterwards }: ReadyPart) =>
  `${risk}; locks ${locks}; then it waits ${duration(durationOf(wait))} for the proof` +
  (undoneAfterwards ? ', and is undone once it is resolved' : '')

const callInWords = ({ operation, permissions }: AboutCall) =>
  permissions.length === 0 ? operation : permissions.map((each) => permissionInWords(operation, each)).join('; ')

function permissionInWords(operation: string, { action, on, when }: AboutPermission): string {
  const named = action.endsWith(`:${operation}`) ? action : `${operation} (${action})`
  const condition = when === undefined ? '' : `, where ${JSON.stringify(when)}`
  return `${named} on ${isNot(on) ? `everything: ${on.not}` : on.join(', ')}${condition}`
}

/** Guards that say the same share a line. */
function guardsInWords({ guards, together }: ReadyPart): Rows {
  if (isNot(guards)) return [no('guards', guards, indent)]
  const alike = Map.groupBy(guards, saidBy)
  const rows = [...alike].map(([said, all], at) =>
    row(at === 0 ? 'guards' : '', `${all.map(({ guard }) => guard).join(', ')}: ${said}`, indent),
  )
  return [
    ...rows,
    isNot(together) ? no('together', together, indent) : row('together', verdictInWords(together), indent),
  ]
}

const saidBy = (guard: AboutGuard) => ('not' in guard ? guard.not : verdictInWords(guard))

function verdictInWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'act':
      return 'it may act'
    case 'over':
      return 'it is over, and nothing is done'
    case 'hold':
      return `held: ${verdict.because}, ${untilInWords(verdict.until)}`
    case 'people':
      return `people are called: ${verdict.because}`
  }
}

function untilInWords(until: Until): string {
  switch (until.kind) {
    case 'line-cleared':
      return 'until the line is cleared'
    case 'instant':
      return `until ${instant(until.at)}`
    case 'decision':
      return until.within === undefined
        ? 'until a person decides'
        : `until a person decides, for ${duration(durationOf(until.within))} at most`
  }
}
