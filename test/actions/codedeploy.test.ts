import type { DeploymentInfo } from '@aws-sdk/client-codedeploy'
import { stopAndRollBack } from '../../functions/actions/codedeploy.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const onServers = { computePlatform: 'Server' } as const
const given = { application: 'shop', group: 'checkout' }

function aGroup(...deployments: Pick<DeploymentInfo, 'status' | 'creator' | 'computePlatform' | 'rollbackInfo'>[]) {
  const all = new Map(deployments.map((each, i) => [`d-${i + 1}`, each]))
  const stops: object[] = []
  const answers = {
    // One a page.
    ListDeployments({
      includeOnlyStatuses,
      nextToken: from = '0',
    }: {
      includeOnlyStatuses: string[]
      nextToken?: string
    }) {
      const found = [...all].flatMap(([id, { status = '' }]) => (includeOnlyStatuses.includes(status) ? [id] : []))
      const next = Number(from) + 1
      return { deployments: found.slice(Number(from), next), ...(next < found.length && { nextToken: String(next) }) }
    },
    GetDeployment: ({ deploymentId }: { deploymentId: string }) => ({ deploymentInfo: all.get(deploymentId) }),
    StopDeployment(request: { deploymentId: string }) {
      stops.push(request)
      all.set(request.deploymentId, { status: 'Stopped' })
      return { status: 'Succeeded' }
    },
  }
  const imitation = { answers, state: () => stops }
  return { ...imitation, ...sessionWith(imitation), all, stops }
}

await itKeepsTheContract('codedeploy', {
  stopAndRollBack: {
    given,
    world: () =>
      aGroup({ status: 'Failed' }, { status: 'Succeeded' }, { status: 'InProgress', creator: 'user', ...onServers }),
    refuses: [
      [{ application: 'shop' }, 'group'],
      [{ application: 'shop', group: '*' }, 'group'],
      [{ application: 'shop/checkout', group: 'checkout' }, 'application'],
    ],
    senseless: {
      'no deployment to the group is under way': {
        world: () => aGroup({ status: 'Succeeded' }, { status: 'Stopped' }),
        says: 'no deployment to checkout is under way',
      },
      'more than one deployment to the group is under way': {
        world: () => aGroup({ status: 'InProgress' }, { status: 'Queued' }),
        says: '2 deployments to checkout are under way (d-1, d-2): people must choose',
      },
      'the deployment under way is itself a way back': {
        world: () => aGroup({ status: 'InProgress', creator: 'codeDeployRollback' }),
        says: 'd-1 is itself the way back from a deployment, so it was left alone',
      },
      'the deployment under way brings what runs already to new instances': {
        world: () => aGroup({ status: 'Succeeded' }, { status: 'InProgress', creator: 'autoscaling' }),
        says: 'd-2 brings new instances what checkout runs already, so it was left alone',
      },
      'no deployment to the group has succeeded before': {
        world: () => aGroup({ status: 'Failed' }, { status: 'InProgress', ...onServers }),
        says: 'no deployment to checkout has succeeded before d-2: there is no way back',
      },
    },
  },
})

const { look, title, act } = stopAndRollBack.on(given)

it('stops the deployment that it saw, and has it rolled back', async () => {
  const { session, stops } = aGroup({ status: 'Ready' })
  const plan = await look(session)
  expect(title(plan)).toBe('stop d-1 to deployment group checkout of application shop and roll it back')
  expect(await act(session, plan, 'mark')).toBe('d-1 is being stopped; checkout goes back to its last good revision')
  expect(stops).toEqual([{ deploymentId: 'd-1', autoRollbackEnabled: true }])
})

it('stops a first deployment to Amazon ECS or Lambda, where traffic goes back', async () => {
  const { session } = aGroup({ status: 'InProgress', computePlatform: 'ECS' })
  expect(await look(session)).toEqual({ deployment: 'd-1' })
})

it.each([
  [undefined, 'd-1 is stopped'],
  [{ rollbackDeploymentId: 'd-9' }, 'd-1 is stopped; d-9 brings back the last good revision'],
])('says of what is stopped already only what is so: %j', async (rollbackInfo, says) => {
  const { session, all, stops } = aGroup({ status: 'InProgress' })
  const plan = await look(session)
  all.set('d-1', { status: 'Stopped', ...(rollbackInfo && { rollbackInfo }) })
  expect(await act(session, plan, 'mark')).toBe(says)
  expect(stops).toEqual([])
})

it.each(['Succeeded', 'Failed'] as const)('stops nothing once the deployment has ended: %s', async (status) => {
  const { session, all, stops } = aGroup({ status: 'InProgress' })
  const plan = await look(session)
  all.set('d-1', { status })
  all.set('d-2', { status: 'InProgress' })
  await expect(act(session, plan, 'mark')).rejects.toThrow(`d-1 ${status.toLowerCase()} in the meantime`)
  expect(stops).toEqual([])
})

it('asks for the group where AWS knows one, and says where it does not', () => {
  const grants = stopAndRollBack
    .on(given)
    .calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`)))
  expect(grants).toEqual([
    'codedeploy:ListDeployments codedeploy:::deploymentgroup:shop/checkout',
    'codedeploy:GetDeployment codedeploy:::deploymentgroup:shop/checkout',
    'codedeploy:StopDeployment *',
  ])
  expect(stopAndRollBack.onEverything.map(({ action }) => action)).toEqual(['codedeploy:StopDeployment'])
})
