import { defineAction } from './action.ts'
import {
  applicationResource,
  deploymentOf,
  deploymentUnderWay,
  getDeployment,
  groupInput,
  groupResource,
  hasSucceededBefore,
  listDeployments,
  stopDeployment,
  type Target,
} from './codedeploy-deployment.ts'
import { CannotAct } from './failure.ts'

// AWS CodeDeploy. Every export is an action.

/** Stops the deployment that is under way; CodeDeploy then brings back what ran before. */
export const stopAndRollBack = defineAction({
  input: groupInput,
  does: 'stops the deployment to a deployment group that is under way, and has CodeDeploy bring back the last good revision',
  risk: 'disruptive',
  locks: ({ application, group }) => `codedeploy deploymentgroup:${application}/${group}`,
  wait: { minutes: 10 },
  refuses: [
    'no deployment to the group is under way',
    'more than one deployment to the group is under way',
    'the deployment under way is itself a way back',
    'the deployment under way brings what runs already to new instances',
    'no deployment to the group has succeeded before',
  ],
  reads: { listDeployments, getDeployment },
  changes: { stopDeployment },

  async look(codedeploy, target) {
    const deployment = await deploymentUnderWay(codedeploy, target)
    const { creator = '', computePlatform } = await deploymentOf(codedeploy, deployment)
    if (waysBack.includes(creator)) {
      throw new CannotAct(`${deployment} is itself the way back from a deployment, so it was left alone`)
    }
    if (nothingNew.includes(creator)) {
      throw new CannotAct(`${deployment} brings new instances what ${target.group} runs already, so it was left alone`)
    }
    // Amazon ECS and Lambda keep what ran before as a whole: there traffic goes back to it.
    if (computePlatform === 'Server' && !(await hasSucceededBefore(codedeploy, target))) {
      throw new CannotAct(`no deployment to ${target.group} has succeeded before ${deployment}: there is no way back`)
    }
    return { deployment }
  },
  carriers: (target) => [applicationResource(target), groupResource(target)],

  title: (target, seen) => `stop ${seen?.deployment ?? 'the deployment'} to ${groupInWords(target)} and roll it back`,

  async act(codedeploy, target, { deployment }) {
    const { status, rollbackInfo } = await deploymentOf(codedeploy, deployment)
    if (status === 'Stopped') {
      const back = rollbackInfo?.rollbackDeploymentId
      return `${deployment} is stopped${back === undefined ? '' : `; ${back} brings back the last good revision`}`
    }
    if (status === 'Succeeded' || status === 'Failed') {
      throw new CannotAct(`${deployment} ${status.toLowerCase()} in the meantime, so there is nothing to stop`)
    }
    // One that is stopping already still counts as in progress: stopping it again changes nothing.
    await codedeploy.stopDeployment({ deploymentId: deployment, autoRollbackEnabled: true })
    return `${deployment} is being stopped; ${target.group} goes back to its last good revision`
  },
})

/** Who creates a deployment that takes one back. */
const waysBack: readonly string[] = ['codeDeployRollback', 'CloudFormationRollback']
/** Who creates a deployment of the revision that succeeded last. */
const nothingNew: readonly string[] = ['autoscaling', 'autoscalingTermination', 'CodeDeployAutoUpdate']

const groupInWords = ({ application, group }: Target) => `deployment group ${group} of application ${application}`
