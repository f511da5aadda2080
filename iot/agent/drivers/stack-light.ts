import type { ShownState } from '../../contract/light-state.ts'
import { type Frame, type LampColour, lamps } from '../pattern.ts'
import { centred, printable } from '../printable.ts'
import { moreWords, reasonWords, type Shown, stateWords } from '../shown.ts'
import { between, type Paint, type Rgb } from './paint.ts'

/** Terminal cells that one drawn light takes, with the space to its neighbours; and those of the tower alone. */
export const lightWidth = 30
const towerWidth = 16
const glassWidth = towerWidth - 2
const textWidth = lightWidth - 2
const mostReasons = 3

const colours: Record<LampColour, Rgb> = {
  red: [255, 59, 48],
  yellow: [255, 204, 0],
  green: [52, 210, 90],
  blue: [64, 132, 255],
  white: [250, 250, 245],
}
const stateColour: Record<ShownState, Rgb> = {
  stop: colours.red,
  flood: colours.red,
  help: colours.yellow,
  working: colours.yellow,
  approval: colours.blue,
  calm: colours.green,
  test: colours.white,
  unknown: colours.white,
}
const housing: Rgb = [72, 76, 84]
const pale: Rgb = [150, 154, 162]
const black: Rgb = [16, 16, 18]

/**
 * A stack light as lines of text, each `lightWidth` cells wide: the tower, then name, state and reasons.
 * Lit and dark differ in mark and filling too, so that it can be read without any colour.
 */
export function drawStackLight(name: string, frame: Frame, shown: Shown, paint: Paint): string[] {
  const tower = [
    paint(`╭${'─'.repeat(glassWidth)}╮`, { ink: housing }),
    ...lamps.flatMap((lamp) => drawLamp(lamp, frame[lamp], paint)),
    paint(`╰${'─'.repeat(5)}┬──┬${'─'.repeat(5)}╯`, { ink: housing }),
    paint(centred('│  │', towerWidth), { ink: housing }),
    paint(centred('▁▁▁▁▁▟██▙▁▁▁▁▁', towerWidth), { ink: housing }),
  ]
  const margin = ' '.repeat((lightWidth - towerWidth) / 2)
  return [...tower.map((line) => margin + line + margin), ...words(name, shown, paint)]
}

/** A burning lamp is half a row higher than a dark one. */
function drawLamp(lamp: LampColour, brightness: number, paint: Paint): string[] {
  const isLit = brightness >= 0.5
  const glass = between(black, colours[lamp], 0.16 + 0.84 * brightness)
  const ink = isLit ? black : between(black, colours[lamp], 0.55)
  const side = paint('│', { ink: housing })

  // Without colours the filling alone tells lit from dark; with them it is one with the ground it stands on.
  const filling = paint((isLit ? '█' : ' ').repeat(3), { ink: glass, ground: glass })
  const label = paint(centred(`${isLit ? '●' : '○'} ${lamp}`, glassWidth - 6), { ink, ground: glass, bold: isLit })
  const upperEdge = paint((isLit ? '▄' : ' ').repeat(glassWidth), { ink: glass })
  return [side + upperEdge + side, side + filling + label + filling + side]
}

function words(name: string, shown: Shown, paint: Paint): string[] {
  const reasons = reasonWords(shown, textWidth)
  const kept = reasons.length > mostReasons ? reasons.slice(0, mostReasons - 1) : reasons
  const more = moreWords(shown, kept.length)
  const lines = more ? [...kept, more] : kept
  const line = shown.state === 'unknown' ? '' : printable(shown.line, textWidth)
  return [
    paint(centred(name, lightWidth), { bold: true }),
    paint(centred(line, lightWidth), { ink: pale }),
    paint(centred(stateWords(shown).toUpperCase(), lightWidth), { bold: true, ink: stateColour[shown.state] }),
    ...Array.from({ length: mostReasons }, (_, at) => paint(centred(lines[at] ?? '', lightWidth), { ink: pale })),
  ]
}
