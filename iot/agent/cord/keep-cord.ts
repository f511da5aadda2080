import type { Click } from '../../contract/cord-pull.ts'
import type { Cancel, Clock } from '../clock/clock.ts'
import { atRest, dueAt, type Edge, type Heard, hearEdge, waitUntil } from './press.ts'

/** A busy process may run its timers before it reads what the kernel has waiting: that it does first. Milliseconds. */
const readFirst = 20

export interface CordEvents {
  /** Called when somebody has just pressed; what it will be is not known yet. */
  readonly onPress: () => void
  readonly onClick: (click: Click) => void
}

export interface KeptCord {
  hear(edge: Edge): void
  /** Its line is gone, and with it the edge that would have ended a press. */
  lost(): void
  /** A press that is under way counts as ended, and is not lost. */
  close(): void
}

/** Tells a cord's clicks as its contact opens and closes and time goes by. */
export function keepCord(clock: Clock, { onPress, onClick }: CordEvents): KeptCord {
  let cord = atRest
  /** What the edges' clock is ahead of ours, less than a little: each edge reaches us late. */
  let ahead = 0
  let cancel: Cancel = () => {}

  const now = () => clock.moment().monotonic + ahead
  const take = (heard: Heard) => {
    cancel()
    cord = heard.cord
    const due = dueAt(cord)
    if (due !== undefined) cancel = clock.after(due - now(), () => (cancel = clock.after(readFirst, wake)))
    for (const click of heard.clicks) onClick(click)
  }
  const wake = () => take(waitUntil(cord, now()))
  const hear = (edge: Edge) => {
    ahead = edge.at - clock.moment().monotonic
    const wasHeld = cord.kind === 'held'
    const heard = hearEdge(cord, edge)
    if (edge.pressed && !wasHeld) onPress()
    take(heard)
  }

  const lost = () => hear({ pressed: false, at: now() })

  return {
    hear,
    lost,
    close() {
      lost()
      take(waitUntil(cord, Infinity))
    },
  }
}
