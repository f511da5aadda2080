import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const unit = 'andon-light.service'
const guard = 'andon-light-start-again.service'
// Without a $, which systemd-run would take for its own.
const waitAndStart = `tail --pid=${process.pid} -f /dev/null; systemctl reset-failed ${unit}; exec systemctl start ${unit}`
const run = promisify(execFile)

/** The lamp's service, as systemd sees it. */
export interface ServiceState {
  /** `active`, `activating`, `failed` … */
  readonly active: string
  /** What the agent last said of itself; '' when it has said nothing. */
  readonly status: string
  /** How often it was started anew because it had ended. */
  readonly restarts: number
  readonly pid: number
}

export interface Systemd {
  /** Reads units and groups anew. */
  reload(): Promise<void>
  /** Returns once the service says that it is ready, or has failed to. */
  restart(): Promise<void>
  /** Stops the service for as long as this process lives; then, if not before, it is started again. */
  lend(): Promise<void>
  /** Starts it again, after `lend`. */
  takeBack(): Promise<void>
  state(): Promise<ServiceState>
  /** The last lines that the service wrote. */
  lastWords(): Promise<readonly string[]>
}

export const realSystemd: Systemd = {
  async reload() {
    await run('systemd-sysusers', ['andon-light.conf'])
    await run('systemctl', ['daemon-reload'])
  },
  async restart() {
    // What failed often enough must not be started, unless told.
    await run('systemctl', ['reset-failed', unit]).catch(isExitStatus)
    await run('systemctl', ['restart', unit]).catch(isExitStatus)
  },
  async lend() {
    await run('systemctl', ['stop', guard]).catch(isExitStatus)
    // A service of its own, which outlives this process even when that is killed.
    await run('systemd-run', ['--quiet', '--collect', `--unit=${guard}`, '/bin/sh', '-c', waitAndStart])
    await run('systemctl', ['stop', unit])
  },
  async takeBack() {
    // Each start counts towards too many of them; ours are none of the lamp's failures.
    await run('systemctl', ['reset-failed', unit]).catch(isExitStatus)
    await run('systemctl', ['start', unit]).catch(isExitStatus)
    await run('systemctl', ['stop', guard]).catch(isExitStatus)
  },
  async state() {
    const wanted = 'ActiveState,StatusText,NRestarts,MainPID'
    const { stdout } = await run('systemctl', ['show', unit, '--property', wanted])
    const lines = stdout.split('\n').map((line) => line.split(/=(.*)/s, 2))
    const said = new Map(lines.map(([name = '', value = '']) => [name, value]))
    const number = (name: string) => Number(said.get(name) ?? 0)
    return {
      active: said.get('ActiveState') ?? '',
      status: said.get('StatusText') ?? '',
      restarts: number('NRestarts'),
      pid: number('MainPID'),
    }
  },
  async lastWords() {
    try {
      const { stdout } = await run('journalctl', ['--unit', unit, '--lines', '8', '--output', 'cat', '--no-pager'])
      return stdout.split('\n').filter((line) => line !== '')
    } catch {
      // A machine may keep no journal; then there are no words.
      return []
    }
  },
}

/** systemctl says with its exit status that the service did not come up; that is seen in its state. */
function isExitStatus(error: unknown): void {
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') return
  throw error
}
