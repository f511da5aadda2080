import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { BadPattern, compilePattern, type EventPattern } from '../src/event-pattern.ts'

const read = (file: URL | string) => JSON.parse(readFileSync(file, 'utf8'))
const fixture = (name: string) => new URL(`./${name}`, import.meta.url)
const matches = (pattern: unknown, event: unknown) => compilePattern(pattern)(event)

describe('what matches', () => {
  const cases: { name: string; pattern: unknown; event: unknown; matches: boolean }[] = read(fixture('cases.json'))

  it.each(cases)('$name: $matches', (one) => expect(matches(one.pattern, one.event)).toBe(one.matches))
})

const awsCases = join(import.meta.dirname, '../../../../shared/event-ruler/correctness-cases.json')
const there = existsSync(awsCases)
if (!there) process.stdout.write(`Skipped AWS's own event pattern cases: ${awsCases} is not here\n`)
const describeWhereThere = there ? describe : describe.skip

describeWhereThere("AWS's own cases", () => {
  const cases: { name: string; rule: unknown; event: unknown }[] = there ? read(awsCases) : []
  const verdicts: { matches: Record<string, boolean> } = read(fixture('aws-verdicts.json'))

  it('are all here, each with its verdict', () => {
    expect(cases.map(({ name }) => name).toSorted()).toEqual(Object.keys(verdicts.matches).toSorted())
  })
  it("are answered as AWS's matcher answers them", () => {
    const answers = cases.map(({ name, rule, event }) => [name, matches(rule, event)])
    expect(Object.fromEntries(answers)).toEqual(verdicts.matches)
  })
})

describe('a bad pattern is refused, and the bad part named', () => {
  it.each<[pattern: unknown, path: string, problem: RegExp]>([
    ['x', '', /must be an object/],
    [{}, '', /empty object/],
    [{ detail: {} }, 'detail', /empty object/],
    [{ source: 'aws.ec2' }, 'source', /list of values/],
    [{ detail: { state: [] } }, 'detail.state', /empty list/],
    [{ source: [['x']] }, 'source[0]', /list within a list/],
    [{ source: ['a', {}] }, 'source[1]', /one operator expected, found none/],
    [{ source: [{ prefix: 'a', suffix: 'b' }] }, 'source[0]', /found prefix, suffix/],
    [{ source: [{ prefx: 'a' }] }, 'source[0].prefx', /no such operator; there are .*prefix/],
    [{ source: [{ prefix: 1 }] }, 'source[0].prefix', /must be a text/],
    [{ source: [{ prefix: { suffix: 'a' } }] }, 'source[0].prefix', /equals-ignore-case/],
    [{ a: [{ exists: 'yes' }] }, 'a[0].exists', /true or false/],
    [{ a: [{ numeric: ['<', 1, '>', 0] }] }, 'a[0].numeric', /lower end first/],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'a[0].numeric', /must be less/],
    [{ a: [{ numeric: ['!=', 5] }] }, 'a[0].numeric', /one comparison/],
    [{ a: [{ 'anything-but': [1, 'x'] }] }, 'a[0].anything-but', /not both/],
    [{ a: [{ 'anything-but': [] }] }, 'a[0].anything-but', /one or more/],
    [{ a: [{ 'anything-but': { numeric: ['>', 1] } }] }, 'a[0].anything-but.numeric', /anything-but takes/],
    [{ a: [{ 'anything-but': { prefix: '' } }] }, 'a[0].anything-but.prefix', /empty/],
    [{ a: [{ wildcard: 'a**' }] }, 'a[0].wildcard', /two stars/],
    [{ a: [{ wildcard: 'a\\b' }] }, 'a[0].wildcard', /escapes only/],
    [{ a: [{ wildcard: 'a\\' }] }, 'a[0].wildcard', /escapes only/],
    [{ a: [{ cidr: '10.0.0.0' }] }, 'a[0].cidr', /not a block/],
    [{ a: [{ cidr: '10.0.0.0/32' }] }, 'a[0].cidr', /not a block/],
    [{ a: [{ cidr: '1:2:3::4::/64' }] }, 'a[0].cidr', /not a block/],
  ])('%j', (pattern, path, problem) => {
    const compile = () => compilePattern(pattern)
    expect(compile).toThrow(BadPattern)
    expect(compile).toThrow(expect.objectContaining({ path, message: expect.stringMatching(problem) }))
  })

  it('refuses alternatives that multiply beyond all measure', () => {
    const either = (name: string) => ({ $or: Array.from({ length: 10 }, (_, i) => ({ [name]: [i] })) })
    const pattern = { a: either('a'), b: either('b'), c: either('c'), d: either('d') }
    expect(() => compilePattern(pattern)).toThrow(/more than 1000/)
  })
})

describe('whatever the texts', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 })
  const literal = (one: string) => one.replaceAll(/[\\*]/g, '\\$&')

  it('a wildcard finds its pieces in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 }), (parts) => {
        const wildcard = parts.map(([piece]) => literal(piece)).join('*')
        fc.pre(!/(?<!\\)(?:\\\\)*\*\*/.test(wildcard))
        const whole = parts.map(([piece, between], index) => piece + (index < parts.length - 1 ? between : '')).join('')
        expect(matches({ a: [{ wildcard }] }, { a: whole })).toBe(true)
      }),
    )
  })

  it('a wildcard says the same as a plain search for all ways to fill its stars', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
    const stars = fc
      .string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 })
      .map((one) => one.replaceAll(/\*+/g, '*'))
    const fits = (pattern: string, value: string): boolean => {
      if (pattern === '') return value === ''
      if (pattern[0] !== '*') return pattern[0] === value[0] && fits(pattern.slice(1), value.slice(1))
      return fits(pattern.slice(1), value) || (value !== '' && fits(pattern, value.slice(1)))
    }
    fc.assert(
      fc.property(stars, few, (wildcard, value) => {
        expect(matches({ a: [{ wildcard }] }, { a: value })).toBe(fits(wildcard, value))
      }),
      { numRuns: 500 },
    )
  })

  it('anything-but is the opposite, for a value that is there', () => {
    const operator = fc.constantFrom('prefix', 'suffix', 'equals-ignore-case')
    fc.assert(
      fc.property(
        operator,
        text.filter((one) => one !== ''),
        text,
        (name, wanted, value) => {
          const does = matches({ a: [{ [name]: wanted }] }, { a: value })
          expect(matches({ a: [{ 'anything-but': { [name]: wanted } }] }, { a: value })).toBe(!does)
        },
      ),
    )
  })

  it('the order of a list in the event does not matter', () => {
    const element = fc.record({ k: fc.constantFrom('a', 'b'), v: fc.constantFrom(1, 2) }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.array(element), (list) => {
        const found = matches({ d: { k: ['a'], v: [1] } }, { d: list })
        expect(found).toBe(list.some(({ k, v }) => k === 'a' && v === 1))
        expect(matches({ d: { k: ['a'], v: [1] } }, { d: list.toReversed() })).toBe(found)
      }),
    )
  })

  it('no event at all makes it throw', () => {
    const run = compilePattern({ a: { b: [{ exists: false }, { prefix: 'x' }] }, c: [{ 'anything-but': 'x' }] })
    fc.assert(fc.property(fc.anything(), (event) => expect(typeof run(event)).toBe('boolean')))
  })
})

it('answers a hostile wildcard as soon as a friendly one', () => {
  const hostile = compilePattern({ a: [{ wildcard: `${'a*'.repeat(5000)}b` }] })
  // A matcher that goes back would not be done when the sun goes out.
  expect(hostile({ a: 'a'.repeat(200_000) })).toBe(false)
})

it('answers an event with long lists without trying all their combinations', () => {
  const list = (name: string) => Array.from({ length: 2000 }, (_, i) => ({ [name]: i }))
  const names = ['p', 'q', 'r', 's', 't']
  const pattern = Object.fromEntries(names.map((name) => [name, { [name]: [{ exists: true }] }]))
  const event = Object.fromEntries(names.map((name) => [name, list(name)]))
  expect(matches({ ...pattern, t: { t: [-1] } }, event)).toBe(false)
  expect(matches(pattern, event)).toBe(true)
})

it('has a type that an author of a configuration can lean on', () => {
  const pattern: EventPattern = {
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    detail: { alarmName: [{ 'anything-but': { prefix: 'andon-' } }], state: { value: ['ALARM', 'OK'] } },
  }
  // @ts-expect-error detailType is CDK's spelling, not EventBridge's
  const misspelt: EventPattern = { detailType: ['CloudWatch Alarm State Change'] }
  // @ts-expect-error there is no such operator
  const unknown: EventPattern = { source: [{ begins: 'aws.' }] }
  expect([pattern, misspelt, unknown]).toHaveLength(3)
})
