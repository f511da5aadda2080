import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const unit = 'andon-light.service'
const guard = 'andon-light-start-again.service'
// Without a $, which systemd-run would replace.
const waitAndStart = `tail --pid=${process.pid} -f /dev/null; systemctl reset-failed ${unit}; exec systemctl start ${unit}`
const run = promisify(execFile)

/** The service andon-light, as systemd sees it. */
export interface ServiceState {
  /** `active`, `activating`, `failed` … */
  readonly active: string
  /** The agent's last status; '' if it sent none. */
  readonly status: string
  /** How often systemd restarted it. */
  readonly restarts: number
  readonly pid: number
}

export interface Systemd {
  /** Reads units and groups again. */
  reload(): Promise<void>
  /** Returns when the service is ready or has failed. */
  restart(): Promise<void>
  /** Stops the service. It starts again at the latest when this process ends. */
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
    // systemd does not start a service again that has failed too often, unless it is reset.
    await run('systemctl', ['reset-failed', unit]).catch(isExitStatus)
    await run('systemctl', ['restart', unit]).catch(isExitStatus)
  },
  async lend() {
    await run('systemctl', ['stop', guard]).catch(isExitStatus)
    // A service of its own, so that it survives when this process is killed.
    await run('systemd-run', ['--quiet', '--collect', `--unit=${guard}`, '/bin/sh', '-c', waitAndStart])
    await run('systemctl', ['stop', unit])
  },
  async takeBack() {
    // Each start counts towards systemd's limit; ours should not.
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
      // The machine may have no journal.
      return []
    }
  },
}

/** An exit status only says that the service did not start. The caller sees that in its state. */
function isExitStatus(error: unknown): void {
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') return
  throw error
}
