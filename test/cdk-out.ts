import { join } from 'node:path'

/** What `npm test` synthesized. */
export const cdkOut = process.env['ANDON_TEST_CDK_OUT'] ?? join(import.meta.dirname, '../cdk.out')
