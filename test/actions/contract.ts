import { z } from 'zod'
import { type Prepared, risks } from '../../functions/actions/action.ts'
import { type Catalogue, catalogueOf } from '../../functions/actions/catalogue.ts'
import { CannotAct } from '../../functions/actions/failure.ts'
import { toSeconds } from '../../functions/domain/duration.ts'
import { objectionsTo, withReference } from '../service-reference.ts'
import { arnTextOf, wholeArnOf } from './arn-text.ts'
import { objectionsTo as modelObjections, withAwsModels } from './aws-models.ts'
import { awsError, type Imitation, sessionWith } from './an-imitation.ts'

/** What the suite has to know of an action. */
export interface Fixture {
  /** An input that it takes. */
  readonly given: Readonly<Record<string, unknown>>
  /** What its title must name, before it has looked too; all texts of the input unless told. */
  readonly names?: readonly string[]
  /** A world in which it has something to do, new each time and always the same. */
  readonly world: () => Imitation
  /** Inputs that it refuses, and the field that is to blame. */
  readonly refuses: readonly (readonly [input: unknown, field: string])[]
  /**
   * By each reason that the action declares in `refuses`: a world in which that is so, and what it says then. In every one
   * it must leave things as they are.
   */
  readonly senseless: Readonly<Record<string, { readonly world: () => Imitation; readonly says: string | RegExp }>>
}

/** What every action keeps to, whatever it does. @param fixtures one for each action of the service */
export async function itKeepsTheContract(service: string, fixtures: Readonly<Record<string, Fixture>>) {
  const actions = await catalogueOf([service])
  it(`${service} has a fixture for each of its actions`, () => {
    expect(
      Object.keys(fixtures)
        .map((verb) => `${service}.${verb}`)
        .sort(),
    ).toEqual([...actions.keys()].sort())
  })
  describe.each(Object.entries(fixtures))(`${service}.%s`, (verb, fixture) => {
    const about: About = { name: `${service}.${verb}`, actions, fixture }
    itTakesOnlyWhatItShould(about)
    itSaysWhatItIs(about)
    itLooksAndActs(about)
    itRefusesWhatMakesNoSense(about)
    itOutlivesFaults(about)
    itSpeaksAsAwsDoes(about)
  })
}

interface About {
  readonly name: string
  readonly actions: Catalogue
  readonly fixture: Fixture
}
const prepare = ({ name, actions, fixture: { given } }: About): Prepared => actions.get(name)!.on(given)

function itTakesOnlyWhatItShould({ name, actions, fixture: { given, refuses } }: About) {
  const action = actions.get(name)!
  const problemsOf = (input: unknown) =>
    (z.safeParse(action.input, input).error?.issues ?? []).map(({ path }) => path.join('.'))

  it.each(refuses)('refuses %j, and says where', (input, field) => {
    expect(problemsOf(input)).toContain(field)
  })

  it('refuses a field that it does not know, and no input at all', () => {
    expect(problemsOf({ ...given, nonsense: 1 })).not.toEqual([])
    expect(problemsOf(undefined)).not.toEqual([])
  })

  it('has a least and a most for every number that it takes', () => {
    for (const [field, value] of Object.entries(given)) {
      if (typeof value !== 'number') continue
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

function itSaysWhatItIs(about: About) {
  const { name, actions, fixture } = about

  withReference('by AWS’s own reference', () => {
    it('asks for each permission on what its action takes', () => {
      const grants = prepare(about).calls.flatMap((call) => call.grants)
      const alike = Map.groupBy(grants, ({ action }) => action)
      const objections = [...alike].flatMap(([action, each]) => objectionsTo(action, each.flatMap(wholeArnOf)))
      expect(objections).toEqual([])
    })
  })

  it('describes itself and every field that it takes', () => {
    const { does, input, refuses } = actions.get(name)!
    expect(does).toMatch(/^[a-z].{10,}[^.]$/)
    for (const reason of refuses) expect(reason).toMatch(/^\S.+[^.]$/)
    const { properties = {} } = z.toJSONSchema(input, { io: 'input' })
    const undescribed = Object.entries(properties).filter(
      ([, field]) => typeof field !== 'object' || field.description === undefined,
    )
    expect(undescribed.map(([field]) => field)).toEqual([])
  })

  it('can be undone where it says that it is reversible', () => {
    const { risk, canUndo, atMostOnce } = actions.get(name)!
    if (risk === 'reversible') expect(canUndo).toBe(true)
    if (atMostOnce) expect(risk).not.toBe('reversible')
  })

  it('waits for a time that a person would', () => {
    const { wait } = actions.get(name)!
    expect(toSeconds(wait)).toBeGreaterThanOrEqual(60)
    expect(toSeconds(wait)).toBeLessThanOrEqual(3600)
  })

  it('reads by calls that change nothing', () => {
    const { reads, changes } = actions.get(name)!.calls
    for (const operation of reads) expect(operation).toMatch(/^(Describe|Get|List|Head)/)
    expect(reads.filter((operation) => changes.includes(operation))).toEqual([])
    expect(changes).not.toEqual([])
  })

  it('declares how risky it is, what it locks, and permissions of single actions on named things', () => {
    const { locks, calls } = prepare(about)
    expect(risks).toContain(actions.get(name)!.risk)
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

function itLooksAndActs(about: About) {
  const { world } = about.fixture

  it('looks without changing anything, and remembers what JSON can hold', async () => {
    const imitation = world()
    const before = JSON.stringify(imitation.state())
    const plan = await prepare(about).look(sessionWith(imitation).session)
    expect(JSON.stringify(imitation.state())).toBe(before)
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  // What is never repeated is held to that by its step: test/handlers/at-most-once.test.ts.
  if (!about.actions.get(about.name)!.atMostOnce) itActsOnce(about)
  it('undoes once, though it is told to twice, if it can at all', async () => {
    const { imitation, plan, action, session } = await begun(about)
    await action.act(session, plan, mark)
    const acted = JSON.stringify(imitation.state())
    await action.undo?.(session, plan, undoMark)
    const undone = JSON.stringify(imitation.state())
    expect(undone !== acted).toBe(about.actions.get(about.name)!.canUndo)
    await action.undo?.(session, plan, undoMark)
    expect(JSON.stringify(imitation.state())).toBe(undone)
  })

  it('makes the calls that it declares, all of them and no others', async () => {
    const { plan, action, session, made } = await begun(about)
    await action.act(session, plan, mark)
    await action.undo?.(session, plan, undoMark)
    const declared = action.calls.map(({ operation }) => operation)
    expect(new Set(made)).toEqual(new Set(declared))
  })
}

function itActsOnce(about: About) {
  it('acts once, though it is told to twice', async () => {
    const { imitation, plan, action, session } = await begun(about)
    const before = JSON.stringify(imitation.state())
    expect(await action.act(session, plan, mark)).toMatch(/\S/)
    const once = JSON.stringify(imitation.state())
    expect(once).not.toBe(before)
    expect(await action.act(session, plan, mark)).toMatch(/\S/)
    expect(JSON.stringify(imitation.state())).toBe(once)
  })
}

async function begun(about: About) {
  const imitation = about.fixture.world()
  const { session, made, exchanges } = sessionWith(imitation)
  const action = prepare(about)
  const plan = JSON.parse(JSON.stringify(await action.look(session)))
  return { imitation, session, made, exchanges, action, plan }
}

const mark = 'i-3f6ab2c9d1e04f57-0'
const undoMark = `${mark}-undo`

function itRefusesWhatMakesNoSense(about: About) {
  const { senseless } = about.fixture
  const { refuses } = about.actions.get(about.name)!

  it('has a world for each of its reasons to refuse', () => {
    expect(Object.keys(senseless).sort()).toEqual([...refuses].sort())
  })

  it.each(Object.entries(senseless))('refuses, and changes nothing, where %s', async (_, { world, says }) => {
    const imitation = world()
    const before = JSON.stringify(imitation.state())
    const refusal: unknown = await prepare(about)
      .look(sessionWith(imitation).session)
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(CannotAct)
    expect(refusal).toHaveProperty('message', says instanceof RegExp ? expect.stringMatching(says) : says)
    expect(JSON.stringify(imitation.state())).toBe(before)
  })
}

/** Requests and imitated answers against AWS's own models: names, types, what is required, limits. */
function itSpeaksAsAwsDoes(about: About) {
  withAwsModels('by AWS’s own model of the service', () => {
    it('asks for nothing that AWS would not understand, and is answered nothing that AWS would not say', async () => {
      const { plan, action, session, exchanges } = await begun(about)
      await action.act(session, plan, mark)
      await action.undo?.(session, plan, undoMark)
      expect(exchanges.flatMap((exchange) => modelObjections(exchange))).toEqual([])
    })
  })
}

const lost = new Error('socket hang up')

function itOutlivesFaults(about: About) {
  if (!about.actions.get(about.name)!.atMostOnce) itComesToTheSame(about)
  itNamesWhatWasRefused(about)
}

function itComesToTheSame(about: About) {
  it.each(['before', 'after'] as const)('comes to the same when it breaks off %s any of its calls', async (when) => {
    const whole = await begun(about)
    const looking = whole.made.length
    await whole.action.act(whole.session, whole.plan, mark)
    const state = JSON.stringify(whole.imitation.state())
    for (let at = 1; at <= whole.made.length - looking; at++) {
      const { imitation, action, plan, session } = await begun(about)
      await expect(action.act(sessionWith(imitation, { at, when, error: lost }).session, plan, mark)).rejects.toThrow()
      await action.act(session, plan, mark)
      expect(JSON.stringify(imitation.state())).toBe(state)
    }
  })
}

function itNamesWhatWasRefused(about: About) {
  it.each([
    ['denied', awsError('AccessDeniedException', 'User: arn:aws:sts::1:assumed-role/r/s is not authorized')],
    ['throttled', awsError('ThrottlingException', 'Rate exceeded')],
  ])('says in words which of its calls was %s', async (what, error) => {
    const { action, plan, made, session } = await begun(about)
    const looking = made.length
    await action.act(session, plan, mark)
    for (let at = 1; at <= made.length; at++) {
      const work =
        at <= looking
          ? action.look(sessionWith(about.fixture.world(), { at, when: 'before', error }).session)
          : begun(about).then(({ imitation }) =>
              action.act(sessionWith(imitation, { at: at - looking, when: 'before', error }).session, plan, mark),
            )
      const failure = await work.then(
        () => expect(`${at}`).toBe('a call that fails'),
        (reason: unknown) => reason,
      )
      expect(failure).toBeInstanceOf(what === 'denied' ? CannotAct : Error)
      expect(String((failure as Error).message)).toMatch(new RegExp(`^[a-z0-9-]+:${made[at - 1]} was ${what}: .+$`))
    }
  })
}
