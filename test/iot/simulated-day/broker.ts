import type { OpenSession, SessionEvents } from '../../../iot/agent/link/session.ts'
import { type CordPull, cordPull } from '../../../iot/contract/cord-pull.ts'
import { lightReport } from '../../../iot/contract/light-report.ts'
import type { Chance } from './chance.ts'
import { corrupted } from './corrupted.ts'
import type { Said } from './line.ts'
import type { VirtualTime } from './virtual-time.ts'

/** What one lamp's process has received, before anyone judges it. */
export type Received = (said: Said, retained: boolean) => void

interface Session {
  readonly light: string
  isConnected: boolean
  /** The network swallows all, and neither end has noticed. */
  isDeaf: boolean
  readonly deliver: (said: Said, retained: boolean) => void
  readonly end: (why: string) => void
}

/** A broker that loses, delays, repeats, reorders and spoils what it is given, and goes away at times. */
export class SimulatedBroker {
  isUp = true
  /** Lights that the network does not reach. */
  readonly cutOff = new Set<string>()
  /** What the cloud gets, each time it comes. */
  readonly pulled: { readonly cord: string; readonly pull: CordPull; readonly at: number }[] = []
  /** While nothing goes wrong any more. */
  isQuiet = false
  readonly #retained = new Map<string, Said>()
  readonly #sessions = new Set<Session>()
  readonly #time: VirtualTime
  readonly #chance: Chance

  constructor(time: VirtualTime, chance: Chance) {
    this.#time = time
    this.#chance = chance
  }

  /** The network as one process has it, for as long as that lives. */
  openFor(isAlive: () => boolean, received: Received): OpenSession {
    return ({ light }, events) => {
      const session = this.#session(light, isAlive, events, received)
      this.#sessions.add(session)
      this.#time.after(this.#chance.between(20, 800), () => this.#letIn(session, events))
      return {
        report: (report) => void lightReport.parse(report),
        pull: (pull, taken) => this.#takePull(session, cordPull.parse(pull), () => isAlive() && taken()),
        leave: async () => session.end('left'),
      }
    }
  }

  publish(light: string, said: Said): void {
    if (!this.isUp) return
    // Whichever comes last is kept, the older one too.
    this.#retained.set(light, said)
    for (const session of this.#sessions)
      if (session.light === light && session.isConnected) this.#sendTo(session, said)
  }

  crash(): void {
    this.isUp = false
    for (const session of this.#sessions) session.end('the broker is gone')
  }

  /** As a router that is switched off: it may take a while until that is noticed. */
  cut(light: string): void {
    this.cutOff.add(light)
    for (const session of this.#sessions)
      if (session.light === light) {
        session.isDeaf = true
        this.#time.after(this.#chance.between(0, 45_000), () => session.end('fallen silent'))
      }
  }

  #session(light: string, isAlive: () => boolean, events: SessionEvents, received: Received): Session {
    let isOver = false
    const session: Session = {
      light,
      isConnected: false,
      isDeaf: false,
      deliver: (said, retained) => {
        if (isOver || !isAlive() || session.isDeaf) return
        received(said, retained)
        events.onPayload(new TextEncoder().encode(JSON.stringify(said.command)), retained)
      },
      end: (why) => {
        if (isOver) return
        isOver = true
        session.isConnected = false
        this.#sessions.delete(session)
        if (isAlive()) events.onEnd(why)
      },
    }
    this.#garble(session, events, () => !isOver && isAlive() && !session.isDeaf)
    return session
  }

  #letIn(session: Session, events: SessionEvents) {
    if (!this.#sessions.has(session)) return
    if (!this.isUp || this.cutOff.has(session.light)) return session.end('no answer')
    session.isConnected = true
    events.onConnected()
    const kept = this.#retained.get(session.light)
    if (kept !== undefined) this.#time.after(this.#chance.between(5, 300), () => session.deliver(kept, true))
  }

  #sendTo(session: Session, said: Said) {
    const chance = this.#chance
    if (!this.isQuiet && chance.happens(0.05)) return
    const times = !this.isQuiet && chance.happens(0.15) ? 2 : 1
    for (let time = 0; time < times; time++) {
      const isLate = !this.isQuiet && chance.happens(0.2)
      this.#time.after(chance.between(5, isLate ? 120_000 : 300), () => session.deliver(said, false))
    }
  }

  /** Now and then something comes that is no command. */
  #garble(session: Session, events: SessionEvents, isOpen: () => boolean) {
    this.#time.after(this.#chance.between(0, 600_000), () => {
      if (!isOpen()) return
      const kept = this.#retained.get(session.light)
      if (session.isConnected && kept !== undefined)
        events.onPayload(corrupted(kept.command, this.#chance), this.#chance.happens(0.5))
      this.#garble(session, events, isOpen)
    })
  }

  #takePull(session: Session, pull: CordPull, taken: () => void) {
    const chance = this.#chance
    const isSpoilt = !this.isQuiet && chance.happens(0.3)
    const loses = isSpoilt ? chance.oneOf(['pull', 'acknowledgement', 'neither, and repeats']) : 'nothing'
    this.#time.after(chance.between(5, 400), () => {
      if (!session.isConnected || session.isDeaf) return
      if (loses === 'pull') return session.end('cut before the pull')
      const times = loses === 'neither, and repeats' ? 2 : 1
      for (let time = 0; time < times; time++) this.pulled.push({ cord: session.light, pull, at: this.#time.now })
      if (loses === 'acknowledgement') return session.end('cut before the acknowledgement')
      this.#time.after(chance.between(5, 400), () => session.isConnected && !session.isDeaf && taken())
    })
  }
}
