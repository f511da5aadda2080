import { defineAction } from './action.ts'
import {
  deploymentOf,
  deploymentUnderWay,
  getDeployment,
  groupInput,
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
  ],
  reads: { listDeployments, getDeployment },
  changes: { stopDeployment },

  async look(codedeploy, target) {
    const deployment = await deploymentUnderWay(codedeploy, target)
    const { creator } = await deploymentOf(codedeploy, deployment)
    if (creator === 'codeDeployRollback') {
      throw new CannotAct(`${deployment} is itself the way back from a deployment, so it was left alone`)
    }
    return { deployment }
  },

  title: (target, seen) => `stop ${seen?.deployment ?? 'the deployment'} to ${groupInWords(target)} and roll it back`,

  async act(codedeploy, target, { deployment }) {
    const { status } = await deploymentOf(codedeploy, deployment)
    if (status === 'Stopped') return `${deployment} is stopped; ${target.group} goes back to its last good revision`
    if (status === 'Succeeded' || status === 'Failed') {
      throw new CannotAct(`${deployment} ${status.toLowerCase()} in the meantime, so there is nothing to stop`)
    }
    // One that is stopping already still counts as in progress: stopping it again changes nothing.
    await codedeploy.stopDeployment({ deploymentId: deployment, autoRollbackEnabled: true })
    return `${deployment} is being stopped; ${target.group} goes back to its last good revision`
  },
})

const groupInWords = ({ application, group }: Target) => `deployment group ${group} of application ${application}`
