import fc from 'fast-check'
import { isOpen, openStates } from '../../functions/domain/incident.ts'
import { instant } from '../../functions/domain/instant.ts'
import { stateOf } from '../../functions/domain/light.ts'
import { followNames } from '../../functions/usecases/follow-names.ts'
import { hold } from '../../functions/usecases/hold.ts'
import { takeIn, takeInAll } from '../../functions/usecases/take-in.ts'
import { anAlarm, anAnswer, aPull, aResolve, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

const withPlaybook = new Set([restartCheckout.name])
const renamed = { name: 'shop', was: ['checkout'] }

/** A table on the day when the line checkout is renamed to shop. */
function aRenaming(playbooks: ReadonlySet<string> = withPlaybook) {
  const table = aTable()
  const follow = (line = renamed) => followNames({ ...table.ports, playbooks }, line)
  return { ...table, follow }
}

describe('a line that was renamed', () => {
  it('takes over what is open under its earlier name, its lamp’s state with it', async () => {
    const { ports, follow, line, incidents, said } = aRenaming()
    await takeInAll(ports, [anAlarm(), aPull({ click: 'LONG' })])
    expect(await follow()).toBe('followed')
    expect(incidents()).toMatchObject([{ line: 'shop' }, { line: 'shop' }])
    expect([stateOf(line('checkout')!), stateOf(line('shop')!)]).toEqual(['calm', 'stop'])
    expect(line('shop')).toMatchObject({ open: { stop: { all: 1 }, help: { all: 1 } }, reasons: [{}, {}] })
    expect(said().slice(2)).toEqual(Array(2).fill('the line checkout is called shop now'))
    expect(await follow()).toBe('as-it-was')
  })

  it('hears of what has moved by the alarm’s key, and by the incident’s name', async () => {
    const { ports, follow, line, incidents } = aRenaming()
    await takeInAll(ports, [anAlarm(), anAlarm({ name: 'checkout-5xx' })])
    await follow()
    const [first, second] = incidents()
    await takeIn(ports, anAlarm({ line: 'shop', state: 'ok', at: at('09:07') }))
    await takeIn(ports, anAnswer(second!.id))
    expect(incidents()).toMatchObject([{ id: first!.id, state: 'resolved' }, { acknowledgedBy: 'ada' }])
    await takeIn(ports, aResolve(second!.id))
    expect(line('shop')).toMatchObject({ open: { help: { all: 0, unacknowledged: 0 } }, reasons: [] })
  })

  it('moves what stops it before the machine that waits for that, and the machine’s callback with it', async () => {
    const { ports, follow, line, beforeSave } = aRenaming()
    await takeInAll(ports, [anAlarm({ playbook: restartCheckout }), aPull({ click: 'LONG' })])
    const [working] = (await ports.listings.openOn('checkout')).filter(({ state }) => state === 'working')
    await hold(ports, working!.id, 'callback 1')
    const moved: unknown[] = []
    beforeSave((writes) => void moved.push(writes.flatMap(({ change }) => change?.after.state ?? [])))
    await follow()
    expect(moved).toEqual([['stop'], ['help']])
    expect(line('checkout')).toMatchObject({ held: [] })
    expect(line('shop')).toMatchObject({ held: [{ incident: working!.id, callback: 'callback 1' }] })
  })

  it('goes on being flooded', async () => {
    const { ports, follow, line } = aRenaming()
    await takeInAll(
      ports,
      Array.from({ length: 12 }, (_, nth) => anAlarm({ name: `checkout-${nth}` })),
    )
    await follow()
    expect([stateOf(line('checkout')!), stateOf(line('shop')!)]).toEqual(['calm', 'flood'])
  })

  it('has had several names', async () => {
    const { ports, follow, incidents } = aRenaming()
    await takeInAll(ports, [anAlarm(), anAlarm({ name: 'till', line: 'till' })])
    await follow({ name: 'shop', was: ['till', 'checkout'] })
    expect(incidents().map(({ line }) => line)).toEqual(['shop', 'shop'])
  })
})

describe('a playbook that is no longer there', () => {
  it('leaves what it was at to people, who are told why', async () => {
    const { ports, follow, incidents, said, line } = aRenaming(new Set())
    await takeInAll(ports, [anAlarm({ playbook: restartCheckout }), anAlarm({ name: 'other' })])
    expect(await follow({ name: 'checkout', was: [] })).toBe('followed')
    expect(incidents()).toMatchObject([{ state: 'help' }, { state: 'help' }])
    expect(said().at(-1)).toBe('people are called: andon.config.ts no longer has the playbook restart-checkout')
    expect(stateOf(line()!)).toBe('help')
    expect(await follow({ name: 'checkout', was: [] })).toBe('as-it-was')
  })

  it('is told from one that there is: that goes on', async () => {
    const { ports, follow, incidents } = aRenaming()
    await takeIn(ports, anAlarm({ playbook: restartCheckout }))
    expect(await follow({ name: 'checkout', was: [] })).toBe('as-it-was')
    expect(incidents()).toMatchObject([{ state: 'working' }])
  })
})

const minute = fc.integer({ min: 0, max: 20 }).map((n) => instant(Date.UTC(2026, 10, 21, 9, n)))
const anything = fc.oneof(
  fc
    .record({ name: fc.constantFrom('a', 'b', 'c'), state: fc.constantFrom('alarm', 'ok'), at: minute })
    .map(({ name, ...rest }) => anAlarm({ name, ...rest, ...(name !== 'a' && { playbook: restartCheckout }) })),
  fc
    .record({ click: fc.constantFrom('SINGLE', 'DOUBLE', 'LONG'), at: minute })
    .map(({ click, at }) => aPull({ click, at, id: `${at} ${click}` })),
)

it('loses and doubles nothing, whatever comes in before, meanwhile and after', async () => {
  const stories = fc.array(anything, { minLength: 1, maxLength: 15 })
  await fc.assert(
    fc.asyncProperty(stories, stories, stories, async (before, meanwhile, after) => {
      const { ports, follow, beforeSave, incidents, line } = aRenaming()
      const late = meanwhile.map((signal) => ({ ...signal, line: 'shop' }))
      for (const signal of before) await takeIn(ports, signal)
      beforeSave(async (writes) => {
        const next = writes.length === 2 ? late.shift() : undefined
        if (next !== undefined) await takeIn(ports, next)
      })
      await follow()
      for (const signal of [...late.splice(0), ...after]) await takeIn(ports, { ...signal, line: 'shop' })

      expect(incidents().filter((incident) => isOpen(incident) && incident.line !== 'shop')).toEqual([])
      for (const name of ['checkout', 'shop']) {
        const open = incidents().filter((incident) => incident.line === name)
        const counts = openStates.map((state) => open.filter((incident) => incident.state === state).length)
        expect(openStates.map((state) => line(name)?.open[state].all ?? 0)).toEqual(counts)
      }
      const keys = incidents()
        .filter(isOpen)
        .map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
    }),
    { numRuns: 200 },
  )
})
