import { CannotAct } from '../../functions/actions/failure.ts'
import { awsError, sessionWith } from './an-imitation.ts'
import { type About, begun, mark } from './contract-fixture.ts'

const lost = new Error('socket hang up')

export function itOutlivesFaults(about: About) {
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
