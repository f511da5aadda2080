import type { DeploymentSummary } from '@aws-sdk/client-appconfig'
import { defineAction } from './action.ts'
import {
  getDeployment,
  listDeployments,
  newestDeployment,
  newestDeployments,
  placeOf,
  profileInput,
  startDeployment,
  stopDeployment,
  type Target,
  thingsOf,
} from './appconfig-deployment.ts'
import { CannotAct } from './failure.ts'

// AWS AppConfig. Every export is an action.

/** For so long AppConfig takes back what was completed, in milliseconds. */
const revertible = 72 * 3_600_000
const takenBack = ['ROLLING_BACK', 'ROLLED_BACK', 'REVERTED']

/** Takes the newest deployment of a configuration back, whether it is complete or still under way. */
export const rollBack = defineAction({
  input: profileInput,
  does:
    'takes back the newest deployment of a configuration, under way or completed in the last 72 hours: ' +
    'the version before it is there again at once, for all',
  risk: 'disruptive',
  locks: ({ application, environment, profile }) => `appconfig ${application}/${environment}/${profile}`,
  wait: { minutes: 5 },
  refuses: [
    'the profile was never deployed to the environment',
    'the newest deployment was taken back already',
    'the newest deployment was completed more than 72 hours ago',
    'no deployment was completed before the newest one',
  ],
  reads: { listDeployments, getDeployment },
  changes: { stopDeployment, startDeployment },

  async look(appconfig, target) {
    const { newest, before } = await newestDeployments(appconfig, target)
    const number = numberToTakeBack(target, newest)
    if (before === undefined) throw new CannotAct(`there is nothing before deployment ${number} to go back to`)
    const { DeploymentStrategyId: strategy = '', KmsKeyIdentifier: key = '' } = await appconfig.getDeployment({
      ...placeOf(target),
      DeploymentNumber: number,
    })
    return { number, from: versionOf(newest), to: versionOf(before), strategy, key }
  },
  carriers: thingsOf,

  title: (target, seen) =>
    `roll back ${profileInWords(target)} ${seen ? `from version ${seen.from} to ${seen.to}` : 'to its previous version'}`,

  async act(appconfig, target, { number, from, to }) {
    const newest = await newestDeployment(appconfig, target)
    if (newest?.DeploymentNumber !== number) throw new CannotAct(deployedSince(newest))
    const back = `profile ${target.profile} goes back from version ${from} to ${to}`
    if (isTakenBack(newest)) return back
    await appconfig.stopDeployment({ ...placeOf(target), DeploymentNumber: number, AllowRevert: true })
    return back
  },

  async undo(appconfig, target, { number, from, strategy, key }) {
    const newest = await newestDeployment(appconfig, target)
    const again = `version ${from} of profile ${target.profile} is deployed again`
    if (newest?.DeploymentNumber !== number) {
      if (versionOf(newest) === from && !isTakenBack(newest)) return again
      throw new CannotAct(deployedSince(newest))
    }
    if (!isTakenBack(newest)) return `version ${from} of profile ${target.profile} was not taken back`
    // Only who may use the key can deploy with it.
    if (key !== '') throw new CannotAct(`version ${from} was deployed with the key ${key}, so people must deploy it`)
    const what = { ConfigurationProfileId: target.profile, ConfigurationVersion: from, DeploymentStrategyId: strategy }
    await appconfig.startDeployment({ ...placeOf(target), ...what })
    return `${again}, by the strategy ${strategy}`
  },
})

/** Reads the clock: AppConfig's own limit counts from now, and a title must not promise what it refuses. */
function numberToTakeBack({ profile, environment }: Target, newest: DeploymentSummary | undefined): number {
  const { DeploymentNumber: number, State: state, CompletedAt: completed } = newest ?? {}
  if (number === undefined) throw new CannotAct(`profile ${profile} was never deployed to environment ${environment}`)
  if (isTakenBack(newest)) throw new CannotAct(`deployment ${number} of ${profile} was taken back already (${state})`)
  if (state === 'COMPLETE' && completed !== undefined && Date.now() - completed.getTime() > revertible) {
    throw new CannotAct(
      `deployment ${number} of ${profile} was completed at ${completed.toISOString()}: AppConfig takes nothing back after 72 hours`,
    )
  }
  return number
}

const isTakenBack = (deployment: DeploymentSummary | undefined) => takenBack.includes(deployment?.State ?? '')
const versionOf = (deployment: DeploymentSummary | undefined) => deployment?.ConfigurationVersion ?? 'unknown'
const deployedSince = (newest: DeploymentSummary | undefined) =>
  `somebody deployed version ${versionOf(newest)} in the meantime, so nothing was changed`
const profileInWords = ({ application, environment, profile }: Target) =>
  `profile ${profile} in environment ${environment} of application ${application}`
