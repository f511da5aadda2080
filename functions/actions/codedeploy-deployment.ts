import {
  CodeDeployClient,
  type DeploymentInfo,
  type DeploymentStatus,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy'
import * as z from 'zod/mini'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf } from './input.ts'
import { allOf, itemsOf } from './pages.ts'
import { arn } from './resource.ts'

// The deployment of a CodeDeploy deployment group: the calls, and what they read of it.

const name = z
  .string('some text')
  .check(z.regex(/^[\w+=,.@-]{1,100}$/, 'a name: letters, digits, and any of + = , . @ _ -'))
export const groupInput = inputOf({
  application: name.check(z.describe('the application’s name')),
  group: name.check(z.describe('the deployment group’s name')),
})
export type Target = z.infer<typeof groupInput>

const call = callsOf(CodeDeployClient, 'codedeploy')
export const applicationResource = ({ application }: Target) => arn('codedeploy', `application:${application}`)
export const groupResource = ({ application, group }: Target) =>
  arn('codedeploy', `deploymentgroup:${application}/${group}`)
const group = { on: groupResource }
export const listDeployments = call(ListDeploymentsCommand, group)
export const getDeployment = call(GetDeploymentCommand, group)
export const stopDeployment = call(StopDeploymentCommand, {
  noResource: 'AWS’s service authorization reference has no resource for StopDeployment.',
})

const underWay = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const

type Lists = ClientOf<{ listDeployments: typeof listDeployments }>

/** The one deployment that is under way. */
export async function deploymentUnderWay(codedeploy: Lists, target: Target): Promise<string> {
  const { group } = target
  const found = await allOf(pagesOf(codedeploy, target, underWay))
  const [only, ...others] = found
  if (only === undefined) throw new CannotAct(`no deployment to ${group} is under way`)
  if (others.length > 0) {
    throw new CannotAct(
      `${found.length} deployments to ${group} are under way (${found.join(', ')}): people must choose`,
    )
  }
  return only
}

/** Whether there is a revision to go back to. */
export async function hasSucceededBefore(codedeploy: Lists, target: Target): Promise<boolean> {
  const { done } = await itemsOf(pagesOf(codedeploy, target, ['Succeeded'])).next()
  return done !== true
}

const pagesOf =
  (codedeploy: Lists, { application, group }: Target, statuses: readonly DeploymentStatus[]) =>
  async (nextToken: string | undefined) => {
    const page = await codedeploy.listDeployments({
      applicationName: application,
      deploymentGroupName: group,
      includeOnlyStatuses: [...statuses],
      ...(nextToken && { nextToken }),
    })
    return { items: page.deployments, next: page.nextToken }
  }

export async function deploymentOf(
  codedeploy: ClientOf<{ getDeployment: typeof getDeployment }>,
  deploymentId: string,
): Promise<DeploymentInfo> {
  const { deploymentInfo } = await codedeploy.getDeployment({ deploymentId })
  if (deploymentInfo === undefined) throw new CannotAct(`CodeDeploy says nothing of deployment ${deploymentId}`)
  return deploymentInfo
}
