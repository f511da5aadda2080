import { type Instant, instant } from '../../functions/domain/instant.ts'
import type { Clock } from '../../functions/ports.ts'

/** Something that runs, and can be killed: then it never comes to another turn. */
export class Process {
  isDead = false
  /** The step that it is in, and since when. */
  step: StepInProgress | undefined
  readonly name: string
  readonly #killed: () => void

  /** @param killed what follows */
  constructor(name: string, killed: () => void) {
    this.name = name
    this.#killed = killed
  }

  kill(): void {
    this.isDead = true
    this.#killed()
  }
}

export interface StepInProgress {
  readonly name: string
  readonly seq: number
  readonly at: number
}

/** The table, or AWS, does not answer; what was asked for may have been done. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}
/** Made once: a stack for each would take longer than all the rest. */
const noAnswer = new NoAnswer('no answer')

interface Pending {
  readonly process: Process
  readonly canFail: boolean
  readonly go: () => void
  readonly fail: () => void
}

interface Timer {
  readonly at: number
  readonly what: () => void
}

/** Fewer than what a step is tried (8 times), and than what ends an execution: of each kind, in one history. */
const mostFaults = 6
/** Beyond so many turns a history is taken for one that goes on for ever. */
const mostTurns = 20_000

/**
 * Whose turn is next, and what time it is. Whatever may be met by others in between asks for a turn first; who goes on is
 * chosen by the history, and time passes when nobody has anything to do, or when the history says so.
 */
export class Turns {
  now = Date.UTC(2026, 10, 21, 9)
  /** Grows with everything that happens. */
  seq = 0
  kills = 0
  faults = 0
  /** Until then nothing that can fail is answered. */
  deafUntil = 0
  /** Called before time passes, when nobody has anything to do. */
  onQuiet = () => {}
  readonly #choices: Uint8Array
  #chosen = 0
  #at = { of: 0, is: instant(0) }
  readonly #ambushes: { readonly seq: number; readonly what: () => void }[] = []
  #turns = 0
  #pending: Pending[] = []
  readonly #timers: Timer[] = []

  /** @param choices one for each turn; beyond them, whoever asked first goes on */
  constructor(choices: Uint8Array) {
    this.#choices = choices
  }

  at(): Instant {
    if (this.#at.of !== this.now) this.#at = { of: this.now, is: instant(this.now) }
    return this.#at.is
  }

  clockOf(process: Process): Clock {
    return { now: () => this.at(), pause: () => this.turn(process), chance: () => 0.5 }
  }

  /** Resolves when it is that process's turn; never, once it is dead. Rejects with `NoAnswer` by way of fault. */
  turn(process: Process, canFail = false): Promise<void> {
    return new Promise((resolve, reject) => {
      if (process.isDead) return
      this.#pending.push({ process, canFail, go: resolve, fail: () => reject(noAnswer) })
    })
  }

  after(seconds: number, what: () => void): void {
    const at = this.now + Math.max(0, Math.round(seconds * 1000))
    const behind = this.#timers.findIndex((other) => other.at > at)
    this.#timers.splice(behind === -1 ? this.#timers.length : behind, 0, { at, what })
  }

  /** In the middle of what others do. */
  afterTurns(turns: number, what: () => void): void {
    this.#ambushes.push({ seq: this.seq + turns, what })
  }

  /** Until nothing is left to do, or to come. */
  async run(): Promise<void> {
    for (;;) {
      await this.#settled()
      const due = this.#ambushes.findIndex(({ seq }) => seq <= this.seq)
      if (due >= 0) this.#ambushes.splice(due, 1)[0]!.what()
      if (this.#pending.length > 0) this.#goOn()
      else if (!this.#nextTimer()) return
      if (++this.#turns > mostTurns) throw new Error('it goes on for ever')
    }
  }

  /** Lets everybody run until they wait for their turn. */
  async #settled(): Promise<void> {
    const tick = Promise.resolve()
    for (let nth = 0; nth < 60 && this.#pending.length === 0; nth++) await tick
    await tick
    await tick
    if (this.#pending.length === 0) await new Promise((resolve) => setImmediate(resolve))
  }

  #nextTimer(): boolean {
    this.onQuiet()
    const next = this.#timers.shift()
    if (next === undefined) return false
    this.#reach(next)
    return true
  }

  #reach({ at, what }: Timer): void {
    this.now = Math.max(this.now, at)
    this.seq++
    what()
  }

  /** Most often somebody goes on; seldom one is killed, is not answered, or takes a while. */
  #goOn(): void {
    const choice = this.#choices[this.#chosen++] ?? 0
    const picked = this.#pending[choice % this.#pending.length]!
    if (choice >= 251 && this.kills < mostFaults) return this.#kill(picked.process)
    if (choice >= 240 && choice < 251) this.#pass((choice - 239) * 4)
    this.#pending.splice(this.#pending.indexOf(picked), 1)
    this.seq++
    if (picked.canFail && this.#isDeaf(choice)) picked.fail()
    else picked.go()
  }

  #isDeaf(choice: number): boolean {
    if (this.now < this.deafUntil) return true
    return choice >= 236 && choice < 240 && this.faults++ < mostFaults
  }

  #pass(seconds: number): void {
    const until = this.now + seconds * 1000
    while (this.#timers[0] !== undefined && this.#timers[0].at <= until) this.#reach(this.#timers.shift()!)
    this.now = Math.max(this.now, until)
  }

  #kill(process: Process): void {
    this.kills++
    this.drop(process)
    process.kill()
  }

  /** It does nothing more. */
  drop(process: Process): void {
    process.isDead = true
    this.#pending = this.#pending.filter((one) => one.process !== process)
  }
}
