import { takeIn } from '../../functions/usecases/take-in.ts'
import { board, incidentWithTimeline, openOn, resolvedOn, unanswered } from '../../functions/usecases/views.ts'
import { anAlarm, anAnswer, aPull, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

/** An alarm that calls people, one that a machine is at, a stopped line, and one more alarm on the line search. */
async function aBusyDay() {
  const table = aTable()
  await takeIn(table.ports, anAlarm({ name: 'calls' }))
  await takeIn(table.ports, anAlarm({ name: 'works', playbook: restartCheckout }))
  await takeIn(table.ports, aPull({ click: 'LONG', at: at('09:05') }))
  await takeIn(table.ports, anAlarm({ name: 'search-latency', line: 'search' }))
  const idOf = (title: string) => table.incidents().find((incident) => incident.title === title)!.id
  return { ...table, idOf }
}
const titles = (incidents: readonly { readonly title: string }[]) => incidents.map(({ title }) => title)

it('the board shows each line’s state, how much is open, and the most urgent first', async () => {
  const { ports } = await aBusyDay()
  const lines = await board(ports, ['checkout', 'search', 'platform'])
  expect(lines).toMatchObject([
    { line: 'checkout', state: 'stop', open: 3, unanswered: 2 },
    { line: 'search', state: 'help', open: 1, unanswered: 1 },
    { line: 'platform', state: 'calm', open: 0, unanswered: 0, mostUrgent: [] },
  ])
  expect(titles(lines[0]!.mostUrgent)).toEqual(['cord desk-1 was pulled', 'calls', 'works'])
})

it('one line shows all that is open on it, and what is resolved no more', async () => {
  const { ports } = await aBusyDay()
  await takeIn(ports, anAlarm({ name: 'calls', at: at('09:10'), state: 'ok' }))
  expect(await openOn(ports, 'checkout')).toMatchObject({ state: 'stop', open: 2 })
  expect(titles((await openOn(ports, 'checkout')).incidents)).toEqual(['cord desk-1 was pulled', 'works'])
  expect(titles(await resolvedOn(ports, '2026-11-21'))).toEqual(['calls'])
})

it('shows one incident with its whole timeline, and undefined for an unknown one', async () => {
  const { ports, idOf } = await aBusyDay()
  await takeIn(ports, anAnswer(idOf('calls'), { by: 'ada' }))
  const view = await incidentWithTimeline(ports, idOf('calls'))
  expect(view).toMatchObject({ incident: { title: 'calls', acknowledgedBy: 'ada' } })
  expect(view?.timeline.map(({ text }) => text)).toEqual(['people are called', 'ada answers the call'])
  expect(await incidentWithTimeline(ports, 'none')).toBeUndefined()
})

describe('what is unanswered', () => {
  it('is told line by line, without what a machine is at or somebody answered', async () => {
    const { ports, idOf } = await aBusyDay()
    await takeIn(ports, anAnswer(idOf('calls'), { by: 'ada' }))
    const found = await unanswered(ports, ['checkout', 'search', 'platform'])
    expect(found.map(({ incidents }) => titles(incidents))).toEqual([
      ['cord desk-1 was pulled'],
      ['search-latency'],
      [],
    ])
    expect(found.every(({ unlisted }) => unlisted === 0)).toBe(true)
  })

  it('also names what the line knows of before the list does', async () => {
    const table = await aBusyDay()
    table.lists('late')
    await takeIn(table.ports, anAlarm({ name: 'newest', at: at('09:20') }))
    const [checkout] = await unanswered(table.ports, ['checkout'])
    expect(titles(checkout!.incidents)).toEqual(['cord desk-1 was pulled', 'calls', 'newest'])
    expect(checkout!.unlisted).toBe(0)
  })

  it('counts what neither of them names', async () => {
    const table = await aBusyDay()
    table.lists('late')
    for (let nth = 0; nth < 30; nth++) await takeIn(table.ports, anAlarm({ name: `${nth}`, at: at('09:20') }))
    const [checkout] = await unanswered(table.ports, ['checkout'])
    expect(checkout!.incidents.length + checkout!.unlisted).toBe(32)
    expect(checkout!.unlisted).toBeGreaterThan(0)
  })
})
