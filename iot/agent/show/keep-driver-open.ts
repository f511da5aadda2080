import type { Driver, OpenDriver } from '../drivers/driver.ts'
import { keepOpen, type KeepOpenOptions } from '../keep-open.ts'
import type { Frame } from './pattern.ts'
import type { Shown } from '../lamp/shown.ts'

export interface KeepDriverOpenOptions extends Omit<KeepOpenOptions<Driver>, 'open' | 'onOpen'> {
  readonly open: OpenDriver
  /** Called when the lamp is open and shows what it should. */
  readonly onWell: () => void
}

/** A driver that can always be used: while its lamp is lost, it remembers what to show. */
export function keepDriverOpen({ onWell, ...options }: KeepDriverOpenOptions): Driver {
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
      // One lamp's fault must not stop the others and the cord.
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
