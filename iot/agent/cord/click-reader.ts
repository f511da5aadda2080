import type { Click } from '../../contract/cord-pull.ts'
import type { Cancel, AgentClock } from '../clock/clock.ts'
import { atRest, dueAt, type Edge, type PressStep, takeEdge, waitUntil } from './press.ts'

/** A busy process may run its timers before it reads the kernel's edges: so it reads first. Milliseconds. */
const readFirst = 20

export interface ClickEvents {
  /** Called when somebody has just pressed; which click it becomes is not known yet. */
  readonly onPress: () => void
  readonly onClick: (click: Click) => void
}

export interface ClickReader {
  take(edge: Edge): void
  /** The contact is lost, and with it the edge that would have ended a press: the press ends here. */
  lost(): void
  /** A press that has begun still makes its click. */
  close(): void
}

/** Tells clicks as a contact closes and opens and time passes. */
export function readClicks(clock: AgentClock, { onPress, onClick }: ClickEvents): ClickReader {
  let press = atRest
  /** How far the edges' clock is ahead of ours; a little less, because each edge reaches us late. */
  let ahead = 0
  let cancel: Cancel = () => {}

  const now = () => clock.moment().monotonic + ahead
  const apply = (step: PressStep) => {
    cancel()
    press = step.press
    const due = dueAt(press)
    if (due !== undefined) cancel = clock.after(due - now(), () => (cancel = clock.after(readFirst, wake)))
    for (const click of step.clicks) onClick(click)
  }
  const wake = () => apply(waitUntil(press, now()))
  const take = (edge: Edge) => {
    ahead = edge.at - clock.moment().monotonic
    const wasHeld = press.kind === 'held'
    const step = takeEdge(press, edge)
    if (edge.pressed && !wasHeld) onPress()
    apply(step)
  }

  const lost = () => take({ pressed: false, at: now() })

  return {
    take,
    lost,
    close() {
      lost()
      apply(waitUntil(press, Infinity))
    },
  }
}
