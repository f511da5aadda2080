// Runs one of the project's programs: `node scripts/run.mjs <file.ts> [arguments]`.
// Any Node from 20 on can run this file; it installs what the lockfile names where that is missing,
// then hands over to the Node 24 that came along with it. No install script of any package is run (.npmrc).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const lockfile = join(root, 'package-lock.json')
const installed = join(root, 'node_modules', '.package-lock.json')
const node24 = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

if (!isInstalled()) install()
run(process.argv.slice(2))

/** npm writes its own copy of the lockfile last, so one that is older than ours means: install again. */
function isInstalled() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs
}

function install() {
  console.error('andon: installing what package-lock.json names (about half a minute, once) …')
  // Some packages want Node 22 or later; they only ever run on the Node 24 that is being installed.
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) fail('npm ci did not succeed (see above). Is the npm registry within reach?')
}

function run(args) {
  if (!existsSync(node24))
    fail(
      `no Node 24 comes with the project for ${process.platform}-${process.arch}. Install Node 24 yourself and run: node ${args.join(' ')}`,
    )
  const child = spawn(node24, ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', ...args], {
    cwd: root,
    // The channel tells the program when this one is gone, however it went.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
    },
    shell: process.platform === 'win32',
  })
  // npm, when it is ended, ends the shell between us but not us; so we look whether our parent is still the same.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

function fail(message) {
  console.error(`andon: ${message}`)
  process.exit(1)
}
