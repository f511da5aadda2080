import type { Driver, OpenDriver } from '../drivers/driver.ts'
import { keepOpen, type KeepOpenOptions } from '../keep-open.ts'
import type { Frame } from './pattern.ts'
import type { Shown } from '../lamp/shown.ts'

export interface KeepDriverOptions extends Omit<KeepOpenOptions<Driver>, 'open' | 'onOpen'> {
  readonly open: OpenDriver
  /** Called whenever the lamp is there and shows what it should. */
  readonly onWell: () => void
}

/** A driver that is always there: while its lamp is not, it remembers what the lamp is to show. */
export function keepDriver({ onWell, ...options }: KeepDriverOptions): Driver {
  let newest: { readonly frame: Frame; readonly shown: Shown } | undefined
  let lamp: Driver | undefined

  const onOpen = (opened: Driver) => {
    lamp = opened
    showNewest()
    if (lamp !== undefined) onWell()
  }
  const onTrouble = (words: string) => {
    lamp = undefined
    options.onTrouble(words)
  }
  const kept = keepOpen<Driver>({ ...options, onOpen, onTrouble })

  const showNewest = () => {
    if (newest === undefined) return
    try {
      lamp?.show(newest.frame, newest.shown)
    } catch (error) {
      // One lamp's fault must not take the others and the cord with it.
      kept.lose(error)
    }
  }

  return {
    show(frame, shown) {
      newest = { frame, shown }
      showNewest()
    },
    close() {
      lamp = undefined
      kept.close()
    },
  }
}
