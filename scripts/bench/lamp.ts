import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { connectAsync, type MqttClient } from 'mqtt'
import type { LightCommand } from '../../iot/contract/light-command.ts'
import { commandTopic, pullTopic } from '../../iot/contract/topics.ts'
import { lightWidth } from '../../iot/agent/drivers/stack-light.ts'
import { type Figure, percentile } from './figures.ts'
import type { RunningAndon } from './running-andon.ts'

const agent = join(import.meta.dirname, '../../iot/agent/main.ts')
/** Not in the config: nobody else commands them. */
const benchLights = ['bench-0', 'bench-1', 'bench-2', 'bench-3']
const commands = 200
const presses = 100
/** Four lamps in turn, so that none lights up more often than it may. */
const pauseMs = 275

/** How quickly a real terminal's lamps follow commands, and a press comes back as a command. */
export async function lampFigures({ mqttPort }: RunningAndon): Promise<Figure[]> {
  const broker = `mqtt://127.0.0.1:${mqttPort}`
  const client = await connectAsync(broker)
  const screen = openTerminal(broker, [...benchLights, 'desk-2'])
  const toChange = await commandsOn(client, screen)
  const toReturn = await pressesOn(client, screen)
  screen.close()
  await client.endAsync()
  const how = `${commands} commands, from publishing until a pseudo terminal of our own had redrawn the lamp`
  const there = `${presses} presses of cord desk-2, from publishing until that terminal had drawn the lamp \`help\``
  return [
    { figure: 'command → lamp changes, p50', value: percentile(toChange, 0.5), unit: 'ms', how },
    {
      figure: 'command → lamp changes, p99',
      value: percentile(toChange, 0.99),
      unit: 'ms',
      limit: 50,
      how: 'the same',
    },
    { figure: 'press → light, p50', value: percentile(toReturn, 0.5), unit: 'ms', how: there },
    { figure: 'press → light, p99', value: percentile(toReturn, 0.99), unit: 'ms', limit: 400, how: 'the same' },
  ]
}

async function commandsOn(client: MqttClient, screen: Screen): Promise<number[]> {
  const taken: number[] = []
  for (const light of benchLights) await tell(client, light, 0, 'calm')
  for (const light of benchLights) await screen.shows(light, 'CALM')
  for (let nth = 0; nth < commands; nth++) {
    const light = benchLights[nth % benchLights.length] ?? ''
    const state = Math.floor(nth / benchLights.length) % 2 === 0 ? 'working' : 'calm'
    await pause(pauseMs)
    const sent = performance.now()
    await tell(client, light, nth + 1, state)
    taken.push((await screen.shows(light, state.toUpperCase())) - sent)
  }
  return taken
}

/** With desk-2 at rest between two presses, so that it may light up at once. */
async function pressesOn(client: MqttClient, screen: Screen): Promise<number[]> {
  const taken: number[] = []
  const pull = (click: string) => client.publishAsync(pullTopic('desk-2'), JSON.stringify({ click }), { qos: 1 })
  await screen.shows('desk-2', 'CALM')
  for (let nth = 0; nth < presses; nth++) {
    const sent = performance.now()
    await pull('SINGLE')
    taken.push((await screen.shows('desk-2', 'HELP')) - sent)
    await pull('DOUBLE')
    await screen.shows('desk-2', 'CALM')
    await pause(pauseMs)
  }
  return taken
}

function tell(client: MqttClient, light: string, v: number, state: LightCommand['state']): Promise<unknown> {
  const at = new Date().toISOString()
  const command: LightCommand = {
    epoch: '2026-01-01T00:00:00.000Z',
    v,
    line: 'bench',
    state,
    acknowledged: false,
    reasons: [],
    at,
    ttlSeconds: 300,
  }
  return client.publishAsync(commandTopic(light), JSON.stringify(command), { qos: 1, retain: true })
}

/** The terminal driver writes a picture in one piece; a pseudo terminal hands it on in several. */
const endOfPicture = '\x1b[?2026l'

interface Screen {
  /** Until the words below the lamp say so. @returns when that was drawn, by `performance.now()` */
  shows(light: string, words: string): Promise<number>
  close(): void
}

/** The agent in a pseudo terminal that util-linux's `script` makes, wide enough for all lamps side by side. */
function openTerminal(broker: string, lights: readonly string[]): Screen {
  const named = lights.map((light) => `--light ${light}`).join(' ')
  const command = `stty cols ${lights.length * lightWidth + 10} rows 40; exec '${process.execPath}' '${agent}' --broker ${broker} ${named} --driver terminal`
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm-256color' },
  })
  let drawn: readonly string[] = []
  const waiting = new Set<() => void>()
  let written = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const pictures = (written + chunk).split(endOfPicture)
    written = pictures.pop() ?? ''
    const last = pictures.at(-1)
    if (last === undefined) return
    drawn = stripVTControlCharacters(last).split('\r\n')
    for (const look of waiting) look()
  })
  return {
    shows(light, words) {
      const from = lights.indexOf(light) * lightWidth
      return new Promise((resolve) => {
        const look = () => {
          if (!drawn.some((line) => line.slice(from, from + lightWidth).trim() === words)) return
          waiting.delete(look)
          resolve(performance.now())
        }
        waiting.add(look)
        look()
      })
    },
    close: () => void child.kill(),
  }
}
