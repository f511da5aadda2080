import {
  AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateDeploymentStrategyCommand,
  CreateEnvironmentCommand,
  CreateHostedConfigurationVersionCommand,
  ListDeploymentsCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig'
import type { Session } from '../../functions/actions/api-call.ts'
import { rollBack } from '../../functions/actions/appconfig.ts'
import { type MiniStack, startMiniStack, withMiniStack } from '../flows/ministack.ts'

// moto knows no deployments of AppConfig; MiniStack does.

withMiniStack('AppConfig, as MiniStack plays it', () => {
  let cloud: MiniStack
  let client: AppConfigClient
  beforeAll(async () => {
    cloud = await startMiniStack()
    client = new AppConfigClient({ ...cloud.client, maxAttempts: 1 })
  }, 60_000)
  afterAll(() => cloud.stop())

  /** An application in whose environment two versions were deployed, at once. */
  async function anApplication() {
    const { Id: application } = await client.send(new CreateApplicationCommand({ Name: 'shop' }))
    const inIt = { ApplicationId: application, Name: 'checkout' }
    const { Id: environment } = await client.send(new CreateEnvironmentCommand(inIt))
    const { Id: profile } = await client.send(new CreateConfigurationProfileCommand({ ...inIt, LocationUri: 'hosted' }))
    const { Id: strategy } = await client.send(
      new CreateDeploymentStrategyCommand({
        Name: 'now',
        DeploymentDurationInMinutes: 0,
        FinalBakeTimeInMinutes: 0,
        GrowthFactor: 100,
        ReplicateTo: 'NONE',
      }),
    )
    const what = { ApplicationId: application, EnvironmentId: environment, ConfigurationProfileId: profile }
    for (const limit of [6, 7]) {
      const { VersionNumber: version } = await client.send(
        new CreateHostedConfigurationVersionCommand({
          ...what,
          ContentType: 'application/json',
          Content: Buffer.from(JSON.stringify({ limit })),
        }),
      )
      await client.send(
        new StartDeploymentCommand({
          ...what,
          ConfigurationVersion: String(version),
          DeploymentStrategyId: strategy,
        }),
      )
    }
    return { application, environment, profile }
  }

  it('is rolled back, and forth', async () => {
    const input = await anApplication()
    const states = async () => {
      const { Items = [] } = await client.send(
        new ListDeploymentsCommand({ ApplicationId: input.application, EnvironmentId: input.environment }),
      )
      return Items.map(({ ConfigurationVersion, State }) => `${ConfigurationVersion} ${State}`)
    }
    const session: Session = {
      async send(_, command) {
        const answer = await client.send(command as ListDeploymentsCommand)
        // Newest first, says AWS; MiniStack begins with the oldest.
        return 'Items' in answer ? { ...answer, Items: answer.Items?.toReversed() } : answer
      },
      arnOf: () => 'none',
    }
    const { look, act, undo } = rollBack.on(input)

    const plan = JSON.parse(JSON.stringify(await look(session)))
    expect(plan).toMatchObject({ number: 2, from: '2', to: '1' })
    await act(session, plan, 'mark')
    await act(session, plan, 'mark')
    expect(await states()).toEqual(['1 COMPLETE', '2 REVERTED'])
    await undo?.(session, plan, 'mark-undo')
    await undo?.(session, plan, 'mark-undo')
    expect(await states()).toEqual(['1 COMPLETE', '2 REVERTED', '2 COMPLETE'])
  })
})
