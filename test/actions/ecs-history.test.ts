import { rollBack } from '../../functions/actions/ecs.ts'
import { aCluster, checkout as given, taskDefinition } from './a-cluster.ts'

describe('where a service can go back to', () => {
  const action = rollBack.on(given)
  const again = (n: number, times: number) => Array.from({ length: times }, () => n)
  it.each<[string, number[], number]>([
    ['goes on back, and not forth into what it fled from', [5, 6, 7, 6], 5],
    ['sees behind many redeployments', [5, ...again(6, 30)], 5],
    ['sees that a build was fled from, behind many redeployments', [5, 6, 7, ...again(6, 45)], 5],
    ['goes past all that was fled from', [4, 5, 6, 7, 5, 8], 5],
    ['trusts a build that people have deployed again', [5, 6, 7, 6, 7], 6],
  ])('%s', async (_, ran, to) => {
    expect(await action.look(aCluster(...ran).session)).toMatchObject({ to: taskDefinition(to) })
  })

  it('says what it went back from before', async () => {
    const { session } = aCluster(5, 6, 7, 6)
    expect(await action.act(session, await action.look(session), 'mark')).toBe(
      'checkout goes back from checkout:6 to checkout:5; it went back from checkout:7 before',
    )
  })

  it('counts a way back that somebody cut short, and no build that ECS rolled back', async () => {
    const { session, statuses } = aCluster(5, 6, 7, 6, 8, 9)
    Object.assign(statuses, { 3: 'STOPPED', 4: 'ROLLBACK_SUCCESSFUL' })
    expect(await action.look(session)).toMatchObject({ from: taskDefinition(9), to: taskDefinition(6) })
  })

  it.each(['ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'ROLLBACK_IN_PROGRESS'])(
    'goes past a build that ECS fled from, however that ended: %s',
    async (status) => {
      const { session, statuses, answers } = aCluster(5, 6, 5, 7)
      statuses[1] = status
      const list = answers.ListServiceDeployments.bind(answers)
      // What is under way now is asked for apart; here it is over.
      answers.ListServiceDeployments = (asked) => (asked.status ? { serviceDeployments: [] } : list(asked))
      expect(await action.look(session)).toMatchObject({ to: taskDefinition(5), left: ['checkout:6'] })
    },
  )

  it('does not call a build bad because a new deployment of it failed while it ran', async () => {
    const { session, statuses } = aCluster(5, 6, 6, 7)
    statuses[2] = 'ROLLBACK_SUCCESSFUL'
    expect(await action.look(session)).toMatchObject({ to: taskDefinition(6), left: [] })
  })

  it('cannot act when there is nothing to go back to, and says what it left', async () => {
    const refusal = (...ran: number[]) =>
      expect(action.look(aCluster(...ran).session)).rejects.toThrow(
        'there is nothing to go back to from checkout:6: no other task definition ran successfully in the last 90 days',
      )
    await refusal(6, 6)
    await expect(action.look(aCluster(6, 7, 6).session)).rejects.toThrow(
      /in the last 90 days, but for checkout:7, which it went back from$/,
    )
    // ECS has forgotten that it came from 6.
    await refusal(7, 6)
  })
})
