import {
  AppConfigClient,
  type DeploymentSummary,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig'
import * as z from 'zod/mini'
import { callsOf, type ClientOf } from './api-call.ts'
import { inputOf } from './input.ts'
import { itemsOf } from './pages.ts'
import { arn } from './resource.ts'

// The deployments of one configuration profile to one environment: the calls, and what they read of them.

const id = z
  .string('some text')
  .check(z.regex(/^[a-z0-9]{4,7}$/, 'an id as AppConfig gives them: 4 to 7 small letters and digits'))
export const profileInput = inputOf({
  application: id.check(z.describe('the application’s id')),
  environment: id.check(z.describe('the environment’s id')),
  profile: id.check(z.describe('the configuration profile’s id')),
})
export type Target = z.infer<typeof profileInput>

const call = callsOf(AppConfigClient, 'appconfig')
const application = ({ application }: Target) => arn('appconfig', `application/${application}`)
const environment = ({ application, environment }: Target) =>
  arn('appconfig', `application/${application}/environment/${environment}`)
const profile = ({ application, profile }: Target) =>
  arn('appconfig', `application/${application}/configurationprofile/${profile}`)
export const thingsOf = (target: Target) => [application(target), environment(target), profile(target)]
/** Their numbers are known when they run. */
const deployments = ({ application, environment }: Target) =>
  arn('appconfig', `application/${application}/environment/${environment}/deployment/*`)
/** Undoing deploys by the strategy that the deployment had, whichever that was. */
const anyStrategy = () => arn('appconfig', 'deploymentstrategy/*')

export const listDeployments = call(ListDeploymentsCommand, {
  on: (input: Target) => [application(input), environment(input)],
})
const onDeployments = { on: (input: Target) => [application(input), environment(input), deployments(input)] }
export const getDeployment = call(GetDeploymentCommand, onDeployments)
export const stopDeployment = call(StopDeploymentCommand, onDeployments)
export const startDeployment = call(StartDeploymentCommand, {
  on: (input: Target) => [application(input), environment(input), profile(input), anyStrategy()],
})

export const placeOf = ({ application, environment }: Target) => ({
  ApplicationId: application,
  EnvironmentId: environment,
})

type Reads = ClientOf<{ listDeployments: typeof listDeployments; getDeployment: typeof getDeployment }>

/** Undefined where the profile was never deployed to the environment. */
export async function newestDeployment(appconfig: Reads, target: Target): Promise<DeploymentSummary | undefined> {
  const { value } = await deploymentsOf(appconfig, target).next()
  return value
}

/** The newest deployment, and the newest one before it that was completed: what was there, and is again. */
export async function newestDeployments(
  appconfig: Reads,
  target: Target,
): Promise<{ readonly newest?: DeploymentSummary; readonly before?: DeploymentSummary }> {
  let newest: DeploymentSummary | undefined
  for await (const each of deploymentsOf(appconfig, target)) {
    if (newest !== undefined && each.State === 'COMPLETE') return { newest, before: each }
    newest ??= each
  }
  return newest === undefined ? {} : { newest }
}

/** The profile's own, newest first. */
async function* deploymentsOf(appconfig: Reads, target: Target): AsyncGenerator<DeploymentSummary, undefined> {
  // Of all profiles of the environment.
  const all = itemsOf(async (NextToken) => {
    const page = await appconfig.listDeployments({
      ...placeOf(target),
      MaxResults: 50,
      ...(NextToken && { NextToken }),
    })
    return { items: page.Items, next: page.NextToken }
  })
  let name: string | undefined
  for await (const each of all) {
    if ((await profileOf(appconfig, target, each, name)) !== target.profile) continue
    name ??= each.ConfigurationName
    yield each
  }
  return undefined
}

/**
 * Lists did not always have it, and the profile's name alone may be another's too: then AppConfig is asked.
 * @param named how the profile is called, once that is known: what is called otherwise is none of its
 */
async function profileOf(
  appconfig: Reads,
  target: Target,
  { ConfigurationProfileId: id, ConfigurationName: name, DeploymentNumber }: DeploymentSummary,
  named: string | undefined,
): Promise<string | undefined> {
  if (id !== undefined) return id
  if (named !== undefined && name !== named) return undefined
  const { ConfigurationProfileId } = await appconfig.getDeployment({ ...placeOf(target), DeploymentNumber })
  return ConfigurationProfileId
}
