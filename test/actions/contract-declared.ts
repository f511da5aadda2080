import { z } from 'zod'
import { type Action, risks } from '../../functions/actions/action.ts'
import { toSeconds } from '../../functions/domain/duration.ts'
import { objectionsTo, withReference } from '../service-reference.ts'
import { arnTextOf, wholeArnOf } from './arn-text.ts'
import { sessionWith } from './an-imitation.ts'
import { type About, prepare } from './contract-fixture.ts'

/** All fields that it takes, as JSON Schema has them. */
const propertiesOf = ({ input }: Action) => z.toJSONSchema(input, { io: 'input' }).properties ?? {}

export function itTakesOnlyWhatItShould({ action, fixture: { given, refuses } }: About) {
  const problemsOf = (input: unknown) => action.problemsOf(input).map(({ path }) => path.join('.'))

  it.each(refuses)('refuses %j, and says where', (input, field) => {
    expect(problemsOf(input)).toContain(field)
  })

  it('refuses a field that it does not know, and no input at all', () => {
    expect(problemsOf({ ...given, nonsense: 1 })).not.toEqual([])
    expect(problemsOf(undefined)).not.toEqual([])
  })

  it('has a least and a most for every number that it takes', () => {
    for (const [field, schema] of Object.entries(propertiesOf(action))) {
      if (typeof schema !== 'object' || (schema.type !== 'integer' && schema.type !== 'number')) continue
      for (const wild of [-1e15, 1e15]) expect(problemsOf({ ...given, [field]: wild })).toContain(field)
    }
  })

  it('cannot be widened by what it is given', () => {
    const arns = (input: unknown) => action.on(input).calls.flatMap(({ grants }) => grants.flatMap(arnTextOf))
    const stars = (input: unknown) =>
      arns(input)
        .join('')
        .split(/[*?]|\$\{/).length
    const texts = Object.entries(given).flatMap(([field, value]) =>
      typeof value === 'string' ? [{ field, value }] : [],
    )
    for (const { field, value } of texts) {
      for (const wide of ['*', `${value}*`, '?', '${aws:username}']) {
        const input = { ...given, [field]: wide }
        if (problemsOf(input).length === 0) expect(stars(input)).toBe(stars(given))
      }
    }
  })
}

export function itSaysWhatItIs(about: About) {
  const { action, fixture } = about

  withReference('by AWS’s own reference', () => {
    it('asks for each permission on what its action takes', () => {
      const grants = prepare(about).calls.flatMap((call) => call.grants)
      const alike = Map.groupBy(grants, ({ action }) => action)
      const objections = [...alike].flatMap(([action, each]) => objectionsTo(action, each.flatMap(wholeArnOf)))
      expect(objections).toEqual([])
    })
  })

  it('describes itself and every field that it takes', () => {
    const { does, refuses } = action
    expect(does).toMatch(/^[a-z].{10,}[^.]$/)
    for (const reason of refuses) expect(reason).toMatch(/^\S.+[^.]$/)
    const undescribed = Object.entries(propertiesOf(action)).filter(
      ([, field]) => typeof field !== 'object' || field.description === undefined,
    )
    expect(undescribed.map(([field]) => field)).toEqual([])
  })

  it('can be undone where it says that it is reversible', () => {
    const { risk, canUndo, atMostOnce } = action
    if (risk === 'reversible') expect(canUndo).toBe(true)
    if (atMostOnce) expect(risk).not.toBe('reversible')
  })

  it('says what it changes, and of which group that is, once it has looked', async () => {
    const { look, reach } = prepare(about)
    const { carriers, group } = reach(await look(sessionWith(fixture.world()).session))
    // Without it, the guard protected-tag lets nothing pass.
    expect(carriers).toBeDefined()
    for (const { resource } of carriers ?? []) expect(resource).toMatch(/^[^*\s]+$/)
    if (group === undefined) return
    expect(group.name).toMatch(/^[a-z0-9-]+ \S+$/)
    expect(group.members.length).toBeGreaterThanOrEqual(1)
    expect(group.size ?? group.members.length).toBeGreaterThanOrEqual(group.members.length)
  })

  it('waits for a time that a person would', () => {
    const { wait } = action
    expect(toSeconds(wait)).toBeGreaterThanOrEqual(60)
    expect(toSeconds(wait)).toBeLessThanOrEqual(3600)
  })

  it('reads by calls that change nothing', () => {
    const { reads, changes } = action.calls
    for (const operation of reads) expect(operation).toMatch(/^(Describe|Get|List|Head)/)
    expect(reads.filter((operation) => changes.includes(operation))).toEqual([])
    expect(changes).not.toEqual([])
  })

  it('declares how risky it is, what it locks, and permissions of single actions on named things', () => {
    const { locks, calls } = prepare(about)
    expect(risks).toContain(action.risk)
    expect(locks).toMatch(/^[a-z0-9-]+ \S+$/)
    for (const { action, on } of calls.flatMap(({ grants }) => grants)) {
      expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z0-9]+$/)
      if ('noResource' in on) expect(on.noResource).toMatch(/^.{20,}\.$/)
      else for (const { resource } of on) expect(resource).toMatch(/^[^*\s]\S*$/)
    }
  })

  it('names in its title what it acts on, whether it has looked or not', async () => {
    const { title, look } = prepare(about)
    const { names = Object.values(fixture.given).filter((each) => typeof each === 'string') } = fixture
    for (const text of [title(), title(await look(sessionWith(fixture.world()).session))]) {
      for (const named of names) expect(text).toContain(named)
      expect(text).toMatch(/^\S.{0,198}\S$/)
    }
  })
}
