import type { Session } from '../../functions/actions/api-call.ts'
import { CannotAct } from '../../functions/actions/failure.ts'
import { awsError, sessionWith } from './an-imitation.ts'
import { type About, begun, mark, prepare, undoMark } from './contract-fixture.ts'

const lost = new Error('socket hang up')

export function itOutlivesFaults(about: About) {
  const { atMostOnce, canUndo } = about.action
  if (!atMostOnce) itComesToTheSame('act', about)
  if (canUndo) itComesToTheSame('undo', about)
  itNamesWhatWasRefused(canUndo ? ['look', 'act', 'undo'] : ['look', 'act'], about)
}

type Part = 'look' | 'act' | 'undo'

/** A world in which all is done that comes before this part, and the part itself. */
async function before(part: Part, about: About) {
  if (part === 'look') {
    return { imitation: about.fixture.world(), work: (session: Session) => prepare(about).look(session) }
  }
  const { imitation, action, plan, session } = await begun(about)
  if (part === 'undo') await action.act(session, plan, mark)
  const work = async (by: Session) => (part === 'act' ? action.act(by, plan, mark) : action.undo?.(by, plan, undoMark))
  return { imitation, work }
}

/** The part without a fault: the calls that it makes, and what is there then. */
async function undisturbed(part: Part, about: About) {
  const { imitation, work } = await before(part, about)
  const { session, made } = sessionWith(imitation)
  await work(session)
  return { made, state: JSON.stringify(imitation.state()) }
}

function itComesToTheSame(part: 'act' | 'undo', about: About) {
  it.each(['before', 'after'] as const)(
    `comes to the same when its ${part} breaks off %s any of its calls`,
    async (when) => {
      const { made, state } = await undisturbed(part, about)
      expect(made).not.toEqual([])
      for (const nth of made.keys()) {
        const { imitation, work } = await before(part, about)
        const broken = sessionWith(imitation, { at: nth + 1, when, error: lost })
        await expect(work(broken.session)).rejects.toThrow()
        await work(sessionWith(imitation).session)
        expect(JSON.stringify(imitation.state())).toBe(state)
      }
    },
  )
}

function itNamesWhatWasRefused(parts: readonly Part[], about: About) {
  it.each([
    ['denied', awsError('AccessDeniedException', 'User: arn:aws:sts::1:assumed-role/r/s is not authorized')],
    ['throttled', awsError('ThrottlingException', 'Rate exceeded')],
  ])('says in words which of its calls was %s', async (what, error) => {
    for (const part of parts) {
      const { made } = await undisturbed(part, about)
      for (const [nth, operation] of made.entries()) {
        const { imitation, work } = await before(part, about)
        const failure: unknown = await work(
          sessionWith(imitation, { at: nth + 1, when: 'before', error }).session,
        ).then(
          () => `${part}: no failure of ${operation}`,
          (reason: unknown) => reason,
        )
        expect(failure).toHaveProperty('message', expect.stringMatching(`^[a-z0-9-]+:${operation} was ${what}: .+$`))
        expect(failure instanceof CannotAct).toBe(what === 'denied')
      }
    }
  })
}
