import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'
import { z } from 'zod'

// A function is the slower to start the more there is to read: what no call of ours uses of the SDK stays out.

/** Calls that stream events, such as Kinesis has. The SDK asks for this part only when it meets one. */
export const noEventStreams: Plugin = {
  name: 'no-event-streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'no-event-streams' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'no-event-streams' }, () => ({
      contents: `throw new Error('Event streams are left out of the functions: see lib/sdk-diet.ts')`,
    }))
  },
}

const aPackage = z.object({ version: z.string() })

/** Each client reads its whole package.json, for its own version alone. */
export const versionsOnly: Plugin = {
  name: 'versions-only',
  setup(build) {
    build.onLoad({ filter: /\/@aws-sdk\/[^/]+\/package\.json$/ }, async ({ path }) => {
      const { version } = aPackage.parse(JSON.parse(await readFile(path, 'utf8')))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}
