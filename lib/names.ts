// One Andon for each account and region, so that everything has a name that people and programs can rely on.
// A stage is another account or region. Dashboards and roles are one namespace for all regions of an account: their
// names end with the region.

export const tableName = 'andon'
export const busName = 'andon'
export const apiName = 'andon-api'
export const alarmsTopicName = 'andon-alarms'
/** Goes on with the region. */
export const dashboardName = 'andon'
export const devicePolicyName = 'andon-device'
export const claimPolicyName = 'andon-claim'
export const provisioningTemplateName = 'andon-light'
export const runPlaybookFunction = 'andon-run-playbook'
/** The name of a playbook's role goes on with the playbook's own, what it may do (`playbook-policy.ts`), and the region. */
export const playbookRolePrefix = 'andon-playbook-'
export const escalateFunction = 'andon-escalate'
/** What a durable function is started by: runs stay on the version that they began with. */
export const durableAlias = 'live'
