// One of `npm run check`: cfn-lint over what is deployed, in every region where Andon claims to run. Exit code 77: it is
// not installed, which is an error where ANDON_REQUIRE_PEERS=1.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { regions, unprovenRegions } from '../lib/regions.ts'
import { synth } from './synth.ts'

const root = join(import.meta.dirname, '..')
/** Not whichever is on the path: an older one knows less of CloudFormation than the template. */
const cfnLint = join(root, '.cache/cfn-lint/bin/cfn-lint')
/** Not a fault: the CDK writes a dependency beside each reference. */
const ignored = ['W3005']
const anyHub = 'arn:aws:events:eu-central-1:111122223333:event-bus/andon'

process.exitCode = existsSync(cfnLint) ? await lint() : missing()

function missing(): number {
  console.log("not installed (python3 -m venv .cache/cfn-lint && .cache/cfn-lint/bin/pip install 'cfn-lint==1.58.*')")
  return process.env['ANDON_REQUIRE_PEERS'] === '1' ? 1 : 77
}

async function lint(): Promise<number> {
  const andon = join(root, 'cdk.out')
  const forward = join(root, '.cache', 'forward-cdk.out')
  await synth({ outdir: andon, quiet: true })
  await synth({ outdir: forward, quiet: true, context: { forwardTo: anyHub } })
  const templates = [join(andon, 'Andon.template.json'), join(forward, 'andon-forward.template.json')]
  const where = [...regions, ...unprovenRegions]
  const { status, stdout } = spawnSync(
    cfnLint,
    ['--format', 'parseable', '--ignore-checks', ...ignored, '--regions', ...where, '--template', ...templates],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  )
  console.log(stdout)
  return status ?? 1
}
