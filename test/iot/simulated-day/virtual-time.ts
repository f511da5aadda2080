import type { Cancel } from '../../../iot/agent/clock/clock.ts'

interface Entry {
  readonly time: number
  /** Of two at one time, the first that was asked for comes first. */
  readonly order: number
  run: (() => void) | undefined
}

/** Time that goes from event to event. Milliseconds since the day began. */
export class VirtualTime {
  now = 0
  readonly #heap: Entry[] = []
  #order = 0

  after(ms: number, run: () => void): Cancel {
    const entry: Entry = { time: this.now + Math.max(0, ms), order: this.#order++, run }
    this.#push(entry)
    return () => (entry.run = undefined)
  }

  /** Calls `look` after each event. */
  runUntil(end: number, look: () => void): void {
    for (let first = this.#heap[0]; first !== undefined && first.time <= end; first = this.#heap[0]) {
      this.#pop()
      if (first.run === undefined) continue
      this.now = first.time
      first.run()
      look()
    }
    this.now = end
  }

  #push(entry: Entry) {
    const heap = this.#heap
    let at = heap.push(entry) - 1
    for (let above = (at - 1) >> 1; at > 0 && isBefore(entry, heap[above]!); above = (at - 1) >> 1) {
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = entry
  }

  #pop() {
    const heap = this.#heap
    const last = heap.pop()!
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let next = 2 * at + 1
      if (next + 1 < heap.length && isBefore(heap[next + 1]!, heap[next]!)) next++
      if (next >= heap.length || !isBefore(heap[next]!, last)) break
      heap[at] = heap[next]!
      at = next
    }
    heap[at] = last
  }
}

const isBefore = (a: Entry, b: Entry) => a.time < b.time || (a.time === b.time && a.order < b.order)
