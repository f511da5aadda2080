import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { InvalidArgumentError } from 'commander'
import { Failure } from './failure.ts'

/** Where a Pi can be logged into: `pi@raspberrypi.local`, or a host of the person's own ~/.ssh/config. */
export function loginTyped(text: string): string {
  // What begins with - would be an option of ssh, and ssh has options that run programs.
  if (/^[\w.][\w.@:%-]{0,254}$/.test(text)) return text
  throw new InvalidArgumentError('A login as in pi@raspberrypi.local.')
}

/** On the Pi, in the home of whoever logs in. */
const script = '.andon-light-line'
/** It may hold a secret, so nobody else reads it, and it does not outlive its run. */
const take = `umask 077 && cat > ${script}`
const run = `sh ${script}; ended=$?; rm -f ${script}; exit $ended`
/** As a Pi comes, it has no Node. */
const withNode =
  '{ command -v node || command -v nodejs; } >/dev/null && command -v curl >/dev/null || ' +
  '{ sudo apt-get update && sudo apt-get install -y nodejs curl; }'

/**
 * Runs a line on a Pi as if a person had typed it there. It goes by ssh's standard input: it is in no list of this
 * machine's processes, and in no shell's history here or there. Rejects with `Failure`.
 */
export async function runOverSsh(login: string, line: string): Promise<void> {
  await ssh([login, take], `set -e\n${withNode}\n${line}\n`)
  // A terminal, for sudo may ask for a password.
  await ssh(['-t', login, run])
}

async function ssh(args: readonly string[], input?: string): Promise<void> {
  const client = spawn('ssh', args, {
    stdio: [input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
    env: process.env,
  })
  const ended = once(client, 'close')
  // What ssh does not take, its exit code tells of.
  client.stdin?.on('error', () => undefined)
  client.stdin?.end(input)
  const [code] = await ended.catch((error: unknown) => {
    throw new Failure(`ssh cannot be started: ${String(error)}`, 'Is it installed here?')
  })
  if (code === 0) return
  throw new Failure(
    code === 255 ? 'ssh did not get to the Pi.' : `It did not work on the Pi (exit code ${String(code)}).`,
    'What went wrong is said above. Then run the same command again.',
  )
}
