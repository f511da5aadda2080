import type { CloudOptions } from '@andon/local-cloud'

/** SDK clients of ours, of services for which there is no package: by them the cloud reads what a playbook calls. */
export const clientsElsewhere: NonNullable<CloudOptions['clientsElsewhere']> = {
  'arc-zonal-shift': async () => {
    const [client, { schemas }] = await Promise.all([
      import('../functions/actions/arc-client.ts'),
      import('../functions/actions/arc-commands.ts'),
    ])
    return { ...client, ...schemas }
  },
}
