import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { miniStackVersion } from '../../packages/local-cloud/test/peer-versions.ts'
import { whereInstalled } from '../../packages/local-cloud/test/peers.ts'

const root = join(import.meta.dirname, '../..')
export const miniStack = join(root, '.cache/ministack/bin/ministack')
export const withMiniStack = whereInstalled(
  [miniStack],
  'MiniStack',
  `python3 -m venv .cache/ministack && .cache/ministack/bin/pip install 'ministack==${miniStackVersion}'`,
)

export type MiniStack = Awaited<ReturnType<typeof startMiniStack>>

/** A cloud that others wrote, empty, and `npx cdk` as somebody types it who works there. */
export async function startMiniStack() {
  const home = mkdtempSync(join(tmpdir(), 'andon-ministack-'))
  const port = await freePort()
  // The functions run on the node that it finds first.
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  // Once its standard input ends, as it does however this process ends, the whole group goes, its functions among it.
  const server = spawn('sh', ['-c', '"$0" & read -r _; kill -9 0', miniStack], {
    cwd: home,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { PATH, HOME: home, TMPDIR: home, GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1' },
  })
  const endpoint = `http://127.0.0.1:${port}`
  let heard = ''
  await new Promise<void>((resolve) =>
    server.stderr.on('data', (chunk) => {
      heard = (heard + String(chunk)).slice(-20_000)
      if (heard.includes(`Running on ${endpoint}`)) resolve()
    }),
  )

  const signedIn = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-central-1',
    // It takes twelve digits for the account's id.
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const quiet = { CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: '1', CI: '1' }
  return {
    home,
    /** The end of its log. */
    heard: () => heard,
    client: {
      endpoint,
      region: signedIn.AWS_REGION,
      credentials: { accessKeyId: signedIn.AWS_ACCESS_KEY_ID, secretAccessKey: signedIn.AWS_SECRET_ACCESS_KEY },
    },
    /** Resolves with all that it prints. Rejects with that when it fails. */
    async cdk(line: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
      const child = spawn(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...line.split(' ')], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH, HOME: home, ...signedIn, ...quiet, ...environment },
      })
      let said = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
      const [code] = await once(child, 'close')
      if (code !== 0) throw new Error(`cdk ${line} ended with ${code}: ${said}`)
      return said
    },
    async stop(): Promise<void> {
      const closed = once(server, 'close')
      server.stdin.end()
      await closed
    },
  }
}

/** It says its own address to the functions, so it must know the port beforehand. */
async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const address = holder.address()
  holder.close()
  await once(holder, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
