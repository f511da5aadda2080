// `npm run cost [-- --write]`: what a month of Andon costs, from what the local cloud really did.
// With --write it also goes into docs/cost.md.
import { join } from 'node:path'
import { measure } from './cost/measure.ts'
import { costTables } from './cost/print.ts'
import { writePrinted } from './markdown-page.ts'
import { synth } from './synth.ts'

const root = join(import.meta.dirname, '..')
const cdkOut = join(root, 'cdk.out')

await synth({ outdir: cdkOut, quiet: true })
console.error('andon: letting idle minutes and incidents happen on the local cloud (half a minute) …')
const printed = costTables(await measure(cdkOut))
console.log(printed)
if (process.argv.includes('--write')) writePrinted(join(root, 'docs/cost.md'), printed)
