import fc from 'fast-check'
import { type Change, type Incident, isOpen } from '../../functions/domain/incident.ts'
import { changed, resolved } from '../../functions/domain/incident-changes.ts'
import { opened } from '../../functions/domain/incident-opened.ts'
import { instant } from '../../functions/domain/instant.ts'
import { newLine, withChange } from '../../functions/domain/line.ts'
import { byUrgency, countOpen, lacksReasons, mostUrgent, reasonOf } from '../../functions/domain/reasons.ts'
import { anAlarm, at } from '../signals.ts'

const openStates = ['stop', 'approval', 'help', 'working'] as const

/** Hundreds of openings, changes of state and resolutions, and what is on the line after each. */
const stories = fc.array(
  fc.record({
    what: fc.constantFrom('open', 'open', 'open', 'move', 'resolve', 'resolve', 'answer'),
    state: fc.constantFrom(...openStates),
    which: fc.nat({ max: 400 }),
    at: fc.nat({ max: 50 }).map((minute) => instant(Date.UTC(2026, 10, 21, 9, minute))),
  }),
  { maxLength: 300, minLength: 60, size: 'max' },
)
type Happening = typeof stories extends fc.Arbitrary<(infer T)[]> ? T : never

function changeBy({ what, state, which, at: when }: Happening, all: readonly Incident[], nth: number) {
  if (what === 'open') return opened(anAlarm({ name: `alarm-${nth}`, at: when }), state, 'opened')
  const open = all.filter(isOpen)
  const one = open[which % Math.max(1, open.length)]
  if (one === undefined) return undefined
  if (what === 'resolve') return resolved(one, when, 'the alarm')
  if (what === 'answer') return changed(one, { acknowledgedBy: 'ada' }, 'acknowledged', when, 'ada answers')
  return changed(one, { state }, 'changed', when, 'moved')
}

const ranks = (all: readonly { state: Incident['state']; openedAt: string }[]) =>
  all.map(({ state, openedAt }) => `${state} ${openedAt}`)

type Look = (line: ReturnType<typeof newLine>, open: readonly Incident[]) => boolean

/** Whether what is looked for is so after each change. @param open is given most urgent first */
function isSoThroughout(story: readonly Happening[], look: Look): boolean {
  const incidents = new Map<string, Incident>()
  let line = newLine('checkout', at('08:00'))
  return story.every((happening, nth) => {
    const change: Change | undefined = changeBy(happening, [...incidents.values()], nth)
    if (change === undefined) return true
    incidents.set(change.after.id, change.after)
    line = withChange(line, change, false, at('09:00'))
    return look(line, [...incidents.values()].filter(isOpen).sort(byUrgency))
  })
}
const areSame = (some: readonly unknown[], others: readonly unknown[]) => some.join() === others.join()

it('are at any time the most urgent of all that is open, though perhaps too few', () => {
  fc.assert(
    fc.property(stories, (story) =>
      isSoThroughout(story, (line, open) => {
        const mostUrgentOpen = open.slice(0, line.reasons.length)
        return countOpen(line.open) === open.length && areSame(ranks(line.reasons), ranks(mostUrgentOpen))
      }),
    ),
    { numRuns: 50 },
  )
})

it('run low only by what is resolved or becomes less urgent', () => {
  fc.assert(
    fc.property(stories, (story) =>
      isSoThroughout(
        story.filter(({ what }) => what === 'open' || what === 'answer'),
        (line, open) => line.reasons.length === Math.min(20, open.length) && !lacksReasons(line),
      ),
    ),
    { numRuns: 20 },
  )
})

it('are taken from a late list only as far as nothing that it misses can be more urgent', () => {
  fc.assert(
    fc.property(stories, fc.infiniteStream(fc.boolean()), (story, isListed) =>
      isSoThroughout(story, (line, open) => {
        const listed = open.filter(() => isListed.next().value)
        const missing = open.filter((incident) => !listed.includes(incident))
        const taken = mostUrgent(
          listed.map((incident) => reasonOf(incident)!),
          line.open,
        )
        const rank = ({ state }: Pick<Incident, 'state'>) => openStates.findIndex((each) => each === state)
        return taken.every((reason) => missing.every((incident) => rank(reason) <= rank(incident)))
      }),
    ),
    { numRuns: 20 },
  )
})
