import { spawn } from 'node:child_process'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../iot/agent/main.ts')

/** The Pi's own agent, as a process of its own, with a lamp for each light. It ends with this process. */
export function startAgentProcess(mqttPort: number, lights: readonly string[]): { stop(): void } {
  // It prints plain lines: this terminal is shared with the cloud.
  const args = [
    '--broker',
    `mqtt://127.0.0.1:${mqttPort}`,
    '--driver',
    'plain',
    ...lights.flatMap((light) => ['--light', light]),
  ]
  const child = spawn(process.execPath, ['--max-semi-space-size=2', main, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.on('exit', (code) => {
    if (code !== 0 && code !== null)
      console.error(`lamps: their process ended with ${code}; start them again with npm start`)
  })
  return { stop: () => void child.kill('SIGTERM') }
}
