import type { AgentClock } from '../../../iot/agent/clock/clock.ts'
import { linkLamp } from '../../../iot/agent/link/lamp-link.ts'
import { type Outbox, openOutbox } from '../../../iot/agent/cord/outbox.ts'
import type { Shown } from '../../../iot/agent/lamp/shown.ts'
import { tlsIdentity } from '../../../iot/agent/link/tls-identity.ts'
import { clicks } from '../../../iot/contract/cord-pull.ts'
import type { SimulatedBroker } from './broker.ts'
import type { Chance } from './chance.ts'
import { dawn, minute, type Said } from './line.ts'
import type { VirtualTime } from './virtual-time.ts'

const identity = tlsIdentity()

/** One life of the agent's process, as it is seen from outside. */
export interface Life {
  readonly outbox: Outbox
  readonly seen: Seen
}
export interface Seen {
  shown: Shown
  /** The last of all commands that came, in the order in which they were said. */
  newest: Said | undefined
  /** When each first came as it was made, not kept by the broker. */
  readonly cameLive: Map<Said, number>
}

/** A Pi with lamp, cord and disk. It has no clock of its own. */
export class SimulatedMachine {
  readonly pulls: { readonly id: string; readonly at: number }[] = []
  life: Life | undefined
  /** When the time of day was last set since boot. */
  clockSetAt: number | undefined = 0
  #lives = 0
  #boots = 0
  #bootedAt = 0
  readonly name: string
  readonly #folder: string
  readonly #time: VirtualTime
  readonly #chance: Chance
  readonly #broker: SimulatedBroker

  constructor(name: string, folder: string, time: VirtualTime, chance: Chance, broker: SimulatedBroker) {
    this.name = name
    this.#folder = folder
    this.#time = time
    this.#chance = chance
    this.#broker = broker
  }

  start(): void {
    const life = ++this.#lives
    const isAlive = () => life === this.#lives
    const clock = this.#clock(isAlive)
    const seen: Seen = {
      shown: { state: 'unknown', because: 'not-connected' },
      newest: undefined,
      cameLive: new Map(),
    }
    const outbox = openOutbox({
      folder: this.#folder,
      cord: this.name,
      clock,
      newId: () => this.#nextId(),
      log: () => {},
    })
    linkLamp(
      {
        broker: 'mqtts://broker.example',
        light: this.name,
        version: '1',
        identity,
        clock,
        chance: this.#chance.next,
        tell: () => {},
        outbox,
        open: this.#broker.openFor(isAlive, (said, retained) => receive(seen, said, retained, this.#time.now)),
      },
      (shown) => (seen.shown = shown),
    )
    this.life = { outbox, seen }
  }

  /** kill -9. */
  kill(): void {
    this.#lives++
    this.life = undefined
  }

  /** It comes back with a plausible time, as systemd gives it, and learns the true one a while later. */
  boot(): void {
    this.#boots++
    this.#bootedAt = this.#time.now
    this.clockSetAt = undefined
    const boot = this.#boots
    this.#time.after(this.#chance.between(5_000, 90 * minute), () => {
      if (boot === this.#boots) this.clockSetAt = this.#time.now
    })
    this.start()
  }

  pull(): void {
    if (this.life === undefined) return
    const id = this.#nextId()
    this.life.outbox.add(this.#chance.oneOf(clicks))
    this.pulls.push({ id, at: this.#time.now })
  }

  #nextId = () => `${this.name}-${this.pulls.length}`

  #clock(isAlive: () => boolean): AgentClock {
    const bootedAt = this.#bootedAt
    return {
      boot: `${this.name}-${this.#boots}`,
      moment: () => {
        const sinceBoot = this.#time.now - bootedAt
        const wallIsSet = this.clockSetAt !== undefined
        // What systemd found on the disk is some hours old.
        const wall = wallIsSet ? dawn + this.#time.now : dawn + bootedAt - 3 * 60 * minute + sinceBoot
        return { monotonic: sinceBoot + 5000, wall, wallIsSet }
      },
      after: (ms, wake) => this.#time.after(ms, () => isAlive() && wake()),
    }
  }
}

function receive(seen: Seen, said: Said, retained: boolean, now: number) {
  if (seen.newest === undefined || said.order > seen.newest.order) seen.newest = said
  if (!retained && !seen.cameLive.has(said)) seen.cameLive.set(said, now)
}
