import type { WriteStream } from 'node:tty'
import type { Driver } from './driver.ts'
import { dark, type Frame } from '../show/pattern.ts'
import { printable } from '../printable.ts'
import type { Shown } from '../lamp/shown.ts'
import { type Paint, paintFor } from './paint.ts'
import { drawStackLight, lightWidth } from './stack-light.ts'

type Terminal = Pick<WriteStream, 'write' | 'columns' | 'rows' | 'getColorDepth' | 'on' | 'off'>

const otherScreen = '\x1b[?1049h\x1b[?25l'
const formerScreen = '\x1b[?25h\x1b[?1049l'
/** Terminals that know these show everything between them at once. */
const [hold, release] = ['\x1b[?2026h', '\x1b[?2026l']

/** A terminal's other screen, with lamps side by side, until it is closed. */
export class TerminalScreen {
  readonly #terminal: Terminal
  readonly #paint: Paint
  readonly #lights = new Map<string, { frame: Frame; shown: Shown }>()
  #noted = ''
  #drawn = ''
  #isOpen = true

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#paint = paintFor(terminal.getColorDepth())
    terminal.write(otherScreen)
    terminal.on('resize', this.#redraw)
  }

  /** The driver of one more lamp, to the right of the others. */
  addLight(name: string): Driver {
    this.#lights.set(name, { frame: dark, shown: { state: 'unknown', because: 'not-connected' } })
    return {
      show: (frame, shown) => {
        this.#lights.set(name, { frame, shown })
        this.#draw()
      },
      close: () => {
        this.#lights.delete(name)
        this.#draw()
      },
    }
  }

  /** Shows a line below the lamps, in place of the one before. */
  note(line: string): void {
    this.#noted = line
    this.#draw()
  }

  /** Restores the terminal. May be called again. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#terminal.off('resize', this.#redraw)
    this.#terminal.write(formerScreen)
  }

  #redraw = () => {
    this.#drawn = ''
    this.#draw()
  }

  #draw() {
    if (!this.#isOpen) return
    const { columns, rows } = this.#terminal
    const pictures = [...this.#lights].map(([name, { frame, shown }]) =>
      drawStackLight(name, frame, shown, this.#paint),
    )
    const lines = [...inRows(pictures, columns), '', ` ${printable(this.#noted, columns - 2)}`]
    const text = lines.slice(0, rows).join('\x1b[K\r\n')
    if (text === this.#drawn) return
    this.#drawn = text
    this.#terminal.write(`${hold}\x1b[H${text}\x1b[J${release}`)
  }
}

/** As many pictures side by side as the terminal is wide, the rest below. */
function inRows(pictures: readonly string[][], columns: number): string[] {
  const perRow = Math.max(1, Math.floor(columns / lightWidth))
  const rows: string[] = []
  for (let from = 0; from < pictures.length; from += perRow) {
    const row = pictures.slice(from, from + perRow)
    const height = Math.max(...row.map((picture) => picture.length))
    for (let y = 0; y < height; y++) rows.push(row.map((picture) => picture[y] ?? '').join(''))
  }
  return rows
}
