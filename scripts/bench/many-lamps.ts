import { fork } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { synth } from '../synth.ts'
import { benchAlarm, put } from './alarm-event.ts'
import type { Figure } from './figures.ts'
import { lampNames, lineNames, writeConfig } from './many-lamps-config.ts'
import { startAndon } from './running-andon.ts'

const perProcess = 250
const rounds = 5

/** All lines change at once, and all their lamps follow: on the one broker of a cloud with 50 lines and 1,000 lights. */
export async function manyLampsFigures(root: string): Promise<Figure[]> {
  const config = await writeConfig(root)
  const cdkOut = join(root, '.cache', 'bench', 'cdk.out')
  // For the laptop alone: CloudFormation takes 500 resources a stack, and each light is one.
  const environment = { ANDON_CONFIG: config, CDK_OUTDIR: cdkOut, CDK_VALIDATION: 'false' }
  Object.assign(process.env, environment)
  await synth({ outdir: cdkOut, quiet: true, context: { '@aws-cdk/core:stackResourceLimit': 0 } })

  const andon = await startAndon(root, { environment, flags: ['--no-lamps'] })
  const lamps = lightUp(`mqtt://127.0.0.1:${andon.mqttPort}`)
  await lamps.allShow('calm')
  const taken: number[] = []
  for (let round = 0; round <= rounds; round++) {
    taken.push(await change(andon.doors, 'ALARM', () => lamps.allShow('help')))
    await change(andon.doors, 'OK', () => lamps.allShow('calm'))
  }
  lamps.close()
  await andon.stop()
  for (const name of Object.keys(environment)) delete process.env[name]
  const [first = 0, ...others] = taken
  const figure = `${lineNames.length} lines change → all ${lampNames.length} lamps show it`
  const how = 'from one `POST /local/events` with an alarm of each line'
  return [
    { figure: `${figure}, the first time`, value: first / 1000, unit: 's', how: `${how}; nothing has run yet` },
    { figure, value: Math.max(...others) / 1000, unit: 's', limit: 2, how: `the slowest of the next ${rounds}` },
  ]
}

async function change(doors: string, state: 'ALARM' | 'OK', shown: () => Promise<void>): Promise<number> {
  const began = performance.now()
  const events = lineNames.map((line) => benchAlarm(`${line}-bench`, state))
  await put(doors, events)
  await shown()
  const taken = performance.now() - began
  await fetch(`${doors}/local/idle`)
  return taken
}

const news = z.object({ light: z.string(), state: z.string() })

/** As many real agents as there are lights, less what draws. */
function lightUp(broker: string) {
  const shown = new Map<string, string>()
  let wanted = ''
  let found = () => {}
  const children = Array.from({ length: Math.ceil(lampNames.length / perProcess) }, (_, n) => {
    const lights = lampNames.slice(n * perProcess, (n + 1) * perProcess)
    const child = fork(join(import.meta.dirname, 'many-lamps-process.ts'), [broker, ...lights])
    child.on('message', (message) => {
      const { light, state } = news.parse(message)
      shown.set(light, state)
      look()
    })
    return child
  })
  const look = () => {
    if (lampNames.every((light) => shown.get(light) === wanted)) found()
  }
  return {
    allShow(state: string): Promise<void> {
      wanted = state
      return new Promise((resolve) => {
        found = resolve
        look()
      })
    },
    close: () => children.forEach((child) => child.disconnect()),
  }
}
