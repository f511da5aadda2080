import type { Known } from '../explain/known.ts'
import type { Book } from './book.ts'
import type { PassingTime } from './passing-time.ts'
import type { TableInMemory } from './table.ts'

export interface ReplayOptions {
  /** Seconds after which every call is answered; missing: nobody ever answers. */
  readonly answeredAfter?: number
}

/** What a replay works with. */
export interface Scene {
  readonly known: Known
  readonly options: ReplayOptions
  readonly table: TableInMemory
  readonly time: PassingTime
  readonly book: Book
  /** What went wrong in a run: a replay that hid it would tell half of the truth. */
  readonly fault: (error: unknown) => void
}
