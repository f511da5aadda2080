// One Andon for each account and region, so that everything has a name that people and programs can rely on.
// A stage is another account or region.

export const tableName = 'andon'
export const busName = 'andon'
export const apiName = 'andon-api'
export const alarmsTopicName = 'andon-alarms'
export const dashboardName = 'andon'
export const devicePolicyName = 'andon-device'
export const claimPolicyName = 'andon-claim'
export const provisioningTemplateName = 'andon-light'
export const runPlaybookFunction = 'andon-run-playbook'
/** The name of a playbook's role goes on with the playbook's own, and with what it may do (`playbook-policy.ts`). */
export const playbookRolePrefix = 'andon-playbook-'
export const escalateFunction = 'andon-escalate'
/** What a durable function is started by: runs stay on the version that they began with. */
export const durableAlias = 'live'
