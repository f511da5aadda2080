import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy'
import type { Scenarios } from './scenario.ts'

let deploymentId: string | undefined
let stopped: string[]

export const scenarios: Scenarios = {
  stopAndRollBack: {
    async prepare(as) {
      stopped = []
      const codedeploy = as.client(CodeDeployClient)
      const names = { applicationName: 'shop', deploymentGroupName: 'checkout' }
      await codedeploy.send(new CreateApplicationCommand({ applicationName: 'shop' }))
      const serviceRoleArn = 'arn:aws:iam::000000000000:role/deploys'
      await codedeploy.send(new CreateDeploymentGroupCommand({ ...names, serviceRoleArn }))
      const gitHubLocation = { repository: 'shop/checkout', commitId: '5f0c' }
      const revision = { revisionType: 'GitHub' as const, gitHubLocation }
      const made = await codedeploy.send(new CreateDeploymentCommand({ ...names, revision }))
      deploymentId = made.deploymentId
      return { application: 'shop', group: 'checkout' }
    },
    instead: {
      StopDeployment: {
        why: 'moto does not know that deployments are stopped',
        answer({ deploymentId: id }: { deploymentId: string }) {
          stopped.push(id)
          return { status: 'Pending' }
        },
      },
    },
    async acted() {
      expect(new Set(stopped)).toEqual(new Set([deploymentId]))
    },
  },
}
