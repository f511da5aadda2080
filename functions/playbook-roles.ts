/**
 * The name of the role that each playbook acts as. `lib/bundles.ts` puts in what belongs to this version of the code: a
 * name holds what its role may do, so a run that a deployment finds under way goes on with the role it began with.
 */
export const playbookRoles: Readonly<Record<string, string>> = {}
