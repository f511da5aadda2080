import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs the app as `npx cdk deploy` does. What it bundles is seen at each `npm test`. */
function runApp(context: object, environment: Readonly<Record<string, string>>) {
  const outdir = join(mkdtempSync(join(tmpdir(), 'andon-app-')), 'cdk.out')
  const { status, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'lib/app.ts'], {
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context), ...environment },
  })
  const made = status === 0 ? readdirSync(outdir).filter((file) => file.endsWith('.template.json')) : []
  return { status, said: stderr.trim().split('\n'), made }
}

it('makes the forwarder alone, wherever that is, when it is told where to forward', () => {
  const forwardTo = 'arn:aws:events:eu-central-1:111122223333:event-bus/andon'
  const { made } = runApp({ forwardTo }, { CDK_DEFAULT_ACCOUNT: '111122223333', CDK_DEFAULT_REGION: 'ap-northeast-3' })
  expect(made).toEqual(['andon-forward.template.json'])
})

it('says in one line why it cannot be deployed to a region, and makes nothing', () => {
  const { status, said, made } = runApp({}, { CDK_DEFAULT_REGION: 'ap-northeast-3' })
  expect([status, made]).toEqual([1, []])
  expect(said).toEqual([expect.stringMatching(/^region: found ap-northeast-3, where AWS IoT has no provisioning/)])
})
