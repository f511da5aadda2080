import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { type Guard, mayAct, type Verdict } from '../../../functions/domain/guards/guard.ts'
import { guards } from '../../../functions/domain/guards/guards.ts'
import { mostHeld } from '../../../functions/domain/hold.ts'
import { at } from '../../signals.ts'
import { aStoppedLine, someFacts } from './facts.ts'

const saying = (...verdicts: Verdict[]): Guard[] =>
  verdicts.map((verdict, i) => ({ name: `${i}`, judge: () => verdict }))
const holding = (because: string, until: Extract<Verdict, { kind: 'hold' }>['until']): Verdict => ({
  kind: 'hold',
  because,
  until,
})
const asked = (...verdicts: Verdict[]) => mayAct(saying(...verdicts), someFacts(), at('09:01'))
const standing = (...facts: Parameters<typeof someFacts>) => mayAct(guards, someFacts(...facts), at('09:01'))
const stopped = 'the line is stopped (cord desk-1 was pulled)'
const crowd = Array.from({ length: mostHeld }, (_, i) => ({ incident: `other-${i}`, callback: `other-${i}` }))

it('knows every guard by the name of its file, and no other', () => {
  const files = readdirSync('functions/domain/guards').filter(
    (file) => !['guard.ts', 'guard-facts.ts', 'guards.ts'].includes(file),
  )
  expect(guards.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort())
})

describe('the guards that stand', () => {
  it('let a machine act that is at it', () => {
    expect(standing()).toEqual({ kind: 'act' })
  })

  it('hold it while the line is stopped', () => {
    const until = { kind: 'line-cleared' }
    const against = [{ guard: 'line-stopped', because: stopped, until: 'line-cleared' }]
    expect(standing({}, aStoppedLine)).toEqual({
      kind: 'hold',
      because: stopped,
      until,
      guards: ['line-stopped'],
      against,
    })
  })

  it('say all reasons, not the first', () => {
    expect(standing({ state: 'help' }, aStoppedLine)).toEqual({
      kind: 'people',
      because: `people are in charge of it now, and ${stopped}`,
      guards: ['in-peoples-hands', 'line-stopped'],
      against: [
        { guard: 'in-peoples-hands', because: 'people are in charge of it now', until: 'people' },
        { guard: 'line-stopped', because: stopped, until: 'line-cleared' },
      ],
    })
    expect(standing({ state: 'approval' }, aStoppedLine)).toMatchObject({
      kind: 'hold',
      because: `a person must decide, and ${stopped}`,
      until: { kind: 'line-cleared' },
    })
  })

  it('ignore a stopped line once the incident is over', () => {
    expect(standing({ state: 'resolved' }, aStoppedLine)).toEqual({ kind: 'over' })
  })

  it('call people where as many wait already as a line’s item can name, but for one that is among them', () => {
    const line = { ...aStoppedLine, held: crowd }
    expect(standing({}, line)).toMatchObject({
      kind: 'people',
      because: `${stopped}, and 50 playbooks already wait on this line`,
    })
    expect(standing({ id: 'other-7', held: stopped }, line)).toMatchObject({ kind: 'hold', because: stopped })
    expect(standing({}, { ...aStoppedLine, held: crowd.slice(1) })).toMatchObject({ kind: 'hold' })
  })
})

describe('of several holds', () => {
  const soon = holding('it is not yet ten', { kind: 'instant', at: at('10:00') })
  const later = holding('it is not yet eleven', { kind: 'instant', at: at('11:00') })
  const cleared = holding('the line is stopped', { kind: 'line-cleared' })
  const decision = holding('it is a big step', { kind: 'decision' })

  it.each([
    ['the latest time first', [soon, cleared, later, decision], { kind: 'instant', at: at('11:00') }],
    ['then for the line', [decision, cleared], { kind: 'line-cleared' }],
    ['a person is asked last', [decision], { kind: 'decision' }],
  ] as const)('one is waited for: %s', (_, verdicts, until) => {
    expect(asked(...verdicts)).toMatchObject({ kind: 'hold', until })
  })

  it('a time needs no place on the line’s item', () => {
    const full = someFacts({}, { held: crowd })
    expect(mayAct(saying(soon), full, at('09:01'))).toMatchObject({ kind: 'hold' })
    expect(mayAct(saying(decision), full, at('09:01'))).toMatchObject({ kind: 'people' })
  })

  it('the same reason is given once', () => {
    expect(asked(cleared, soon, cleared)).toMatchObject({ because: 'the line is stopped, and it is not yet ten' })
  })
})

it('a machine acts only where no guard is against it, and the reasons of all that are come through', () => {
  const verdict = fc.oneof(
    fc.constant<Verdict>({ kind: 'act' }),
    fc.constant<Verdict>({ kind: 'over' }),
    fc.stringMatching(/^because [a-z]{3}$/).map((because): Verdict => ({ kind: 'people', because })),
    fc
      .tuple(fc.stringMatching(/^because [a-z]{3}$/), fc.constantFrom('line-cleared', 'decision'))
      .map(([because, kind]) => holding(because, { kind })),
  )
  fc.assert(
    fc.property(fc.array(verdict), (verdicts) => {
      const kinds = new Set(verdicts.map(({ kind }) => kind))
      const permission = asked(...verdicts)
      const strongest = (['over', 'people', 'hold'] as const).find((kind) => kinds.has(kind)) ?? 'act'
      expect(permission.kind).toBe(strongest)
      if (permission.kind !== 'hold' && permission.kind !== 'people') return
      for (const { because } of verdicts.filter((verdict) => 'because' in verdict))
        expect(permission.because).toContain(because)
    }),
  )
})
