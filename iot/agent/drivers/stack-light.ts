import type { ShownState } from '../../contract/light-state.ts'
import { type Frame, type Colour, colours } from '../show/pattern.ts'
import { centred, printable } from '../printable.ts'
import { reasonLines, type Shown, stateWords } from '../lamp/shown.ts'
import { between, type Paint, type Rgb } from './paint.ts'

/** The width of one drawn lamp with its margins, in terminal cells; and of the tower alone. */
export const lightWidth = 30
const towerWidth = 16
const glassWidth = towerWidth - 2
const textWidth = lightWidth - 2
const mostReasons = 3

const rgbOf: Record<Colour, Rgb> = {
  red: [255, 59, 48],
  yellow: [255, 204, 0],
  green: [52, 210, 90],
  blue: [64, 132, 255],
  white: [250, 250, 245],
}
const stateColour: Record<ShownState, Rgb> = {
  stop: rgbOf.red,
  flood: rgbOf.red,
  help: rgbOf.yellow,
  working: rgbOf.yellow,
  approval: rgbOf.blue,
  calm: rgbOf.green,
  test: rgbOf.white,
  unknown: rgbOf.white,
}
const housing: Rgb = [72, 76, 84]
const pale: Rgb = [150, 154, 162]
const black: Rgb = [16, 16, 18]

/**
 * A stack light as lines of text, each `lightWidth` cells wide: the tower, then name, state and reasons. Lit and dark
 * differ in mark and filling too, so that it can be read without colours.
 */
export function drawStackLight(name: string, frame: Frame, shown: Shown, paint: Paint): string[] {
  const tower = [
    paint(`╭${'─'.repeat(glassWidth)}╮`, { ink: housing }),
    ...colours.flatMap((colour) => drawTier(colour, frame[colour], paint)),
    paint(`╰${'─'.repeat(5)}┬──┬${'─'.repeat(5)}╯`, { ink: housing }),
    paint(centred('│  │', towerWidth), { ink: housing }),
    paint(centred('▁▁▁▁▁▟██▙▁▁▁▁▁', towerWidth), { ink: housing }),
  ]
  const margin = ' '.repeat((lightWidth - towerWidth) / 2)
  return [...tower.map((line) => margin + line + margin), ...words(name, shown, paint)]
}

/** A lit tier is half a row higher than a dark one. */
function drawTier(colour: Colour, brightness: number, paint: Paint): string[] {
  const isLit = brightness >= 0.5
  const glass = between(black, rgbOf[colour], 0.16 + 0.84 * brightness)
  const ink = isLit ? black : between(black, rgbOf[colour], 0.55)
  const side = paint('│', { ink: housing })

  // Without colours only the filling tells lit from dark; with colours it looks like its background.
  const filling = paint((isLit ? '█' : ' ').repeat(3), { ink: glass, ground: glass })
  const label = paint(centred(`${isLit ? '●' : '○'} ${colour}`, glassWidth - 6), { ink, ground: glass, bold: isLit })
  const upperEdge = paint((isLit ? '▄' : ' ').repeat(glassWidth), { ink: glass })
  return [side + upperEdge + side, side + filling + label + filling + side]
}

function words(name: string, shown: Shown, paint: Paint): string[] {
  const { named, more } = reasonLines(shown, mostReasons, textWidth)
  const lines = [...named, more]
  const line = shown.state === 'unknown' ? '' : printable(shown.line, textWidth)
  return [
    paint(centred(name, lightWidth), { bold: true }),
    paint(centred(line, lightWidth), { ink: pale }),
    paint(centred(stateWords(shown).toUpperCase(), lightWidth), { bold: true, ink: stateColour[shown.state] }),
    ...Array.from({ length: mostReasons }, (_, at) => paint(centred(lines[at] ?? '', lightWidth), { ink: pale })),
  ]
}
