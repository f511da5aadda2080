import type { Driver } from './driver.ts'
import { moreWords, reasonWords, type Shown, stateWords } from '../lamp/shown.ts'

/** How many reasons one line names, and how wide each may be in terminal cells. */
const named = 3
const widest = 80

/** A lamp for a log: one line for each change, e.g. `desk-1: help — checkout-latency is in ALARM`. */
export function plainDriver(light: string, write: (line: string) => void): Driver {
  let written = ''
  return {
    show(_frame, shown) {
      const line = `${light}: ${lineFor(shown)}`
      if (line === written) return
      written = line
      write(line)
    },
    close: () => write(`${light}: off`),
  }
}

function lineFor(shown: Shown): string {
  const reasons = reasonWords(shown, widest)
  if (reasons.length === 0) return stateWords(shown)
  const more = moreWords(shown, named)
  return `${stateWords(shown)} — ${reasons.slice(0, named).join('; ')}${more && ` ${more}`}`
}
