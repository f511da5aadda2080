import type { Shown } from '../../../iot/agent/lamp/shown.ts'
import type { Said, SimulatedLine } from './line.ts'
import type { Seen, SimulatedMachine } from './machine.ts'
import type { VirtualTime } from './virtual-time.ts'

/** How long the agent may sleep before it finds its clock set. Milliseconds. */
const nap = 1000

/** A thing on the wall and the line that it shows. */
export interface Place {
  readonly machine: SimulatedMachine
  readonly line: SimulatedLine
}

/** Looks at every lamp and remembers what must not have been. */
export class Watch {
  /** The first lies that were seen, in words. */
  readonly lies: string[] = []
  /** How often a lamp was seen to show what it knew, and how often it did so without a clock. */
  knew = 0
  knewWithoutClock = 0
  looks = 0
  readonly #time: VirtualTime
  readonly #places: readonly Place[]

  constructor(time: VirtualTime, places: readonly Place[]) {
    this.#time = time
    this.#places = places
  }

  look(): void {
    for (const { machine, line } of this.#places) {
      const seen = machine.life?.seen
      if (seen === undefined) continue
      this.looks++
      if (seen.shown.state === 'unknown') continue
      this.knew++
      const hasClock = machine.clockSetAt !== undefined && this.#time.now > machine.clockSetAt + nap
      if (!hasClock) this.knewWithoutClock++
      const said = line.said[Number(seen.shown.reasons[0])]
      this.#judge(machine.name, seen.shown, said, line, seen, hasClock)
    }
  }

  #judge(
    name: string,
    { state }: Exclude<Shown, { state: 'unknown' }>,
    said: Said | undefined,
    line: Place['line'],
    seen: Seen,
    hasClock: boolean,
  ) {
    const { now } = this.#time
    if (said === undefined || said.command.state !== state) return this.#lie(`${name} shows ${state}, as nobody said`)
    if (said !== seen.newest) this.#lie(`${name} shows ${state}, which is older than what it has heard since`)
    if (line.state === state) return
    // Without a clock nobody can tell how long a command was under way.
    const underWay = hasClock ? 0 : (seen.cameLive.get(said) ?? -Infinity) - said.at
    const wrongFor = now - (line.left.get(state) ?? -Infinity)
    const allowed = said.command.ttlSeconds * 1000 + underWay
    if (wrongFor > allowed)
      this.#lie(`${name} shows ${state}, which it is no more for ${wrongFor / 1000} s, ${allowed / 1000} s allowed`)
  }

  #lie(words: string) {
    if (this.lies.length < 5) this.lies.push(`${(this.#time.now / 1000).toFixed(3)} s: ${words}`)
  }
}
