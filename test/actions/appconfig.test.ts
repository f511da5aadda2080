import type { DeploymentState, DeploymentSummary } from '@aws-sdk/client-appconfig'
import { rollBack } from '../../functions/actions/appconfig.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const given = { application: 'abc1234', environment: 'env1234', profile: 'pro1234' }
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

/** An environment in which these versions were deployed, oldest first, and how that stands. */
function anEnvironment(...deployed: (readonly [version: string, state: DeploymentState, profile?: string])[]) {
  const started: DeploymentSummary[] = []
  const add = (ConfigurationVersion: string, State: DeploymentState, profile = 'pro1234') =>
    started.push({
      DeploymentNumber: started.length + 1,
      ConfigurationProfileId: profile,
      ConfigurationName: `flags of ${profile}`,
      ConfigurationVersion,
      State,
      ...(State === 'COMPLETE' && { CompletedAt: hoursAgo(1) }),
    })
  for (const each of deployed) add(...each)
  const profiles = started.map(({ ConfigurationProfileId }) => ConfigurationProfileId)
  const calls: object[] = []
  const details = { DeploymentStrategyId: 'slow123', KmsKeyIdentifier: undefined as string | undefined }
  const answers = {
    // Newest first, two a page.
    ListDeployments({ NextToken = '0' }: { NextToken?: string }) {
      const next = Number(NextToken) + 2
      const Items = started.toReversed().slice(Number(NextToken), next)
      return { Items, ...(next < started.length && { NextToken: String(next) }) }
    },
    GetDeployment: ({ DeploymentNumber }: { DeploymentNumber: number }) => ({
      ConfigurationProfileId: profiles[DeploymentNumber - 1],
      ...details,
    }),
    StopDeployment(request: { DeploymentNumber: number }) {
      calls.push(request)
      const stopped = started[request.DeploymentNumber - 1]!
      stopped.State = stopped.State === 'COMPLETE' ? 'REVERTED' : 'ROLLED_BACK'
      return {}
    },
    StartDeployment(request: { ConfigurationVersion: string }) {
      calls.push(request)
      add(request.ConfigurationVersion, 'DEPLOYING')
      return {}
    },
  }
  const imitation = { answers, state: () => calls }
  return { ...imitation, ...sessionWith(imitation), started, add, calls, details }
}

await itKeepsTheContract('appconfig', {
  rollBack: {
    given,
    world: () => anEnvironment(['6', 'COMPLETE'], ['1', 'COMPLETE', 'oth1234'], ['7', 'COMPLETE']),
    refuses: [
      [{ application: 'abc1234', environment: 'env1234' }, 'profile'],
      [{ ...given, profile: 'flags' + '-of-checkout' }, 'profile'],
      [{ ...given, environment: '*' }, 'environment'],
      [{ ...given, application: 'abc/def' }, 'application'],
    ],
    senseless: {
      'the profile was never deployed to the environment': {
        world: () => anEnvironment(['1', 'COMPLETE', 'oth1234']),
        says: 'profile pro1234 was never deployed to environment env1234',
      },
      'the newest deployment was taken back already': {
        world: () => anEnvironment(['6', 'COMPLETE'], ['7', 'ROLLING_BACK']),
        says: 'deployment 2 of pro1234 was taken back already (ROLLING_BACK)',
      },
      'the newest deployment was completed more than 72 hours ago': {
        world: () => {
          const environment = anEnvironment(['6', 'COMPLETE'], ['7', 'COMPLETE'])
          environment.started[1]!.CompletedAt = hoursAgo(73)
          return environment
        },
        says: /^deployment 2 of pro1234 was completed at \S+: AppConfig takes nothing back after 72 hours$/,
      },
      'no deployment was completed before the newest one': {
        world: () => anEnvironment(['6', 'ROLLED_BACK'], ['7', 'DEPLOYING']),
        says: 'there is nothing before deployment 2 to go back to',
      },
    },
  },
})

const { look, title, act, undo } = rollBack.on(given)

it('says from which version to which', async () => {
  const { session } = anEnvironment(['5', 'COMPLETE'], ['6', 'REVERTED'], ['7', 'DEPLOYING'])
  expect(title(await look(session))).toBe(
    'roll back profile pro1234 in environment env1234 of application abc1234 from version 7 to 5',
  )
})

it.each(['DEPLOYING', 'BAKING', 'COMPLETE'] as const)('takes back what is %s', async (state) => {
  const { session, calls } = anEnvironment(['6', 'COMPLETE'], ['7', state])
  expect(await act(session, await look(session), 'mark')).toBe('profile pro1234 goes back from version 7 to 6')
  expect(calls).toEqual([
    { ApplicationId: 'abc1234', EnvironmentId: 'env1234', DeploymentNumber: 2, AllowRevert: true },
  ])
})

it.each(['act', 'undo'] as const)('leaves alone what somebody deployed meanwhile: %s', async (what) => {
  const { session, add, calls } = anEnvironment(['6', 'COMPLETE'], ['7', 'COMPLETE'])
  const plan = await look(session)
  add('8', 'DEPLOYING')
  await expect(rollBack.on(given)[what]?.(session, plan, 'mark')).rejects.toThrow(
    'somebody deployed version 8 in the meantime, so nothing was changed',
  )
  expect(calls).toEqual([])
})

it('asks of which profile a deployment is, where the list does not say', async () => {
  const { session, started, made } = anEnvironment(
    ['5', 'COMPLETE'],
    ['6', 'COMPLETE'],
    ['1', 'COMPLETE', 'oth1234'],
    ['7', 'COMPLETE'],
    ['2', 'COMPLETE', 'oth1234'],
  )
  for (const each of started) delete each.ConfigurationProfileId
  expect(await look(session)).toMatchObject({ number: 4, from: '7', to: '6' })
  expect(made.filter((operation) => operation === 'GetDeployment')).toHaveLength(4)
})

it('goes by the profile’s id where the list has it, whatever the profile was called then', async () => {
  const { session, started, made } = anEnvironment(['6', 'COMPLETE'], ['7', 'COMPLETE'])
  started[0]!.ConfigurationName = 'flags, before somebody renamed the profile'
  expect(await look(session)).toMatchObject({ from: '7', to: '6' })
  expect(made).toEqual(['ListDeployments', 'GetDeployment'])
})

it('reads no further than to the newest deployment when it acts', async () => {
  const versions = ['1', '2', '3', '4', '5', '6', '7'].map((version) => [version, 'COMPLETE'] as const)
  const { session, made } = anEnvironment(...versions)
  const plan = await look(session)
  made.length = 0
  await act(session, plan, 'mark')
  expect(made).toEqual(['ListDeployments', 'StopDeployment'])
})

it('deploys again by the strategy that was used', async () => {
  const { session, calls } = anEnvironment(['6', 'COMPLETE'], ['7', 'COMPLETE'])
  const plan = await look(session)
  await act(session, plan, 'mark')
  expect(await undo?.(session, plan, 'mark-undo')).toBe(
    'version 7 of profile pro1234 is deployed again, by the strategy slow123',
  )
  expect(calls.at(-1)).toMatchObject({ ConfigurationVersion: '7', DeploymentStrategyId: 'slow123' })
})

it('leaves to people what was deployed with a key of their own', async () => {
  const { session, details } = anEnvironment(['6', 'COMPLETE'], ['7', 'COMPLETE'])
  details.KmsKeyIdentifier = 'alias/flags'
  const plan = await look(session)
  await act(session, plan, 'mark')
  await expect(undo?.(session, plan, 'mark-undo')).rejects.toThrow(
    'version 7 was deployed with the key alias/flags, so people must deploy it',
  )
})

it('asks for the one profile and environment', () => {
  const grants = rollBack
    .on(given)
    .calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`)))
  const application = 'appconfig:::application/abc1234'
  const environment = `${application}/environment/env1234`
  expect(grants).toEqual([
    `appconfig:ListDeployments ${application}`,
    `appconfig:ListDeployments ${environment}`,
    `appconfig:GetDeployment ${application}`,
    `appconfig:GetDeployment ${environment}`,
    `appconfig:GetDeployment ${environment}/deployment/*`,
    `appconfig:StopDeployment ${application}`,
    `appconfig:StopDeployment ${environment}`,
    `appconfig:StopDeployment ${environment}/deployment/*`,
    `appconfig:StartDeployment ${application}`,
    `appconfig:StartDeployment ${environment}`,
    `appconfig:StartDeployment ${application}/configurationprofile/pro1234`,
    'appconfig:StartDeployment appconfig:::deploymentstrategy/*',
  ])
})
