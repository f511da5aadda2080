import { commandFor, isDue } from '../../../functions/domain/light.ts'
import { instant } from '../../../functions/domain/instant.ts'
import { type Line, newLine, ticked } from '../../../functions/domain/line.ts'
import type { LightCommand } from '../../../iot/contract/light-command.ts'
import type { LightState } from '../../../iot/contract/light-state.ts'
import type { Chance } from './chance.ts'
import type { VirtualTime } from './virtual-time.ts'

export const minute = 60_000
/** When the day begins. */
export const dawn = Date.UTC(2026, 10, 21)

const states = ['calm', 'calm', 'calm', 'help', 'working', 'stop', 'approval'] as const
type SimulatedState = (typeof states)[number]
const none = { all: 0, unacknowledged: 0 }

/** A command, and which of all it is: its only reason is named for its place in their order. */
export interface Said {
  readonly command: LightCommand
  readonly order: number
  readonly at: number
}

/** A line whose state changes by chance, with the cloud's own commands about it. */
export class SimulatedLine {
  readonly said: Said[] = []
  state: SimulatedState = 'calm'
  /** When the line last ceased to be in a state. */
  readonly left = new Map<LightState, number>()
  #line: Line
  readonly #time: VirtualTime
  readonly #publish: (said: Said) => void

  constructor(name: string, time: VirtualTime, publish: (said: Said) => void) {
    this.#time = time
    this.#publish = publish
    this.#line = newLine(name, this.#now())
  }

  #now = () => instant(dawn + this.#time.now)

  change(chance: Chance): void {
    const next = chance.oneOf(states)
    if (next !== this.state) this.left.set(this.state, this.#time.now)
    this.state = next
    this.#say()
  }

  /** What the schedule does each minute. */
  reassert(): void {
    if (isDue(this.#line, this.#now())) this.#say()
  }

  /** The table was made again: versions count from the beginning. */
  beginAnew(): void {
    this.#line = newLine(this.#line.name, this.#now())
    this.#say()
  }

  #say() {
    const at = this.#now()
    const open = { stop: none, approval: none, help: none, working: none }
    if (this.state !== 'calm') open[this.state] = { all: 1, unacknowledged: 1 }
    const order = this.said.length
    const reasons = [{ incident: 'i', title: String(order), state: 'help' as const, openedAt: at }]
    this.#line = { ...ticked(this.#line, at), open, reasons }
    const said = { command: commandFor([this.#line], at), order, at: this.#time.now }
    this.said.push(said)
    this.#publish(said)
  }
}
