import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { motoServer } from './peers.ts'

/** A server of moto: somebody else's AWS. Everything in it is gone when it ends. */
export interface Moto {
  readonly url: string
  reset(): Promise<void>
  end(): Promise<void>
}

/** @param account whose AWS it is */
export async function startMoto(account = '123456789012'): Promise<Moto> {
  const server = spawn(motoServer, ['--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MOTO_ACCOUNT_ID: account },
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(server.stderr).on('line', (line) => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
      if (found !== undefined) resolve(found)
    })
    server.on('exit', (code) => reject(new Error(`moto_server ended with ${code}`)))
  })
  return {
    url,
    async reset() {
      const answer = await fetch(`${url}/moto-api/reset`, { method: 'POST' })
      if (!answer.ok) throw new Error(`moto did not forget: ${answer.status}`)
    },
    async end() {
      const ended = once(server, 'exit')
      server.kill()
      await ended
    },
  }
}
