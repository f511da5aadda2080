import { PassThrough } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { stripVTControlCharacters } from 'node:util'
import { plainDriver } from '../../../iot/agent/drivers/plain.ts'
import { paintFor } from '../../../iot/agent/drivers/paint.ts'
import { drawStackLight, lightWidth } from '../../../iot/agent/drivers/stack-light.ts'
import { TerminalScreen } from '../../../iot/agent/drivers/terminal.ts'
import { dark, patternOf } from '../../../iot/agent/show/pattern.ts'
import { cellsOf } from '../../../iot/agent/printable.ts'
import type { Shown, Commanded } from '../../../iot/agent/lamp/shown.ts'
import { shownStates } from '../../../iot/contract/light-state.ts'

const told = (but: Partial<Commanded> = {}): Commanded => ({
  state: 'help',
  acknowledged: false,
  line: 'checkout',
  reasons: ['checkout-latency is in ALARM'],
  ...but,
})
const frameOf = (shown: Shown) => patternOf(shown.state, 'acknowledged' in shown && shown.acknowledged).frameAt(0)
const draw = (shown: Shown, depth = 1) => drawStackLight('desk-1', frameOf(shown), shown, paintFor(depth))

/** A terminal as wide as told; `written` is what it got since it was last asked. */
function aTerminal(columns: number, rows = 50) {
  const out = new PassThrough({ encoding: 'utf8' })
  const terminal = Object.assign(out, { columns, rows, getColorDepth: () => 1 }) as unknown as WriteStream
  return { terminal, written: () => String(out.read() ?? '') }
}

describe('the drawn stack light', () => {
  it.each(shownStates)('%s', (state) => {
    const shown: Shown = state === 'unknown' ? { state, because: 'not-connected' } : told({ state })
    expect(
      `\n${draw(shown)
        .map((line) => line.trimEnd())
        .join('\n')}\n`,
    ).toMatchSnapshot()
  })

  it('is of one width, in colour and without', () => {
    const shown = told({ state: 'stop', acknowledged: true, reasons: ['日本語 '.repeat(20), 'b', 'c', 'd'] })
    for (const depth of [1, 8, 24])
      for (const line of draw(shown, depth)) expect(cellsOf(stripVTControlCharacters(line))).toBe(lightWidth)
    expect(draw(shown).join('\n')).toContain('and 2 more')
    expect(draw(shown).join('\n')).not.toContain('\x1b')
    const ten = told({ reasons: 'abcdefghij'.split('') })
    expect(draw(ten).join('\n')).toContain('and at least 8 more')
    for (const line of draw(ten)) expect(cellsOf(line)).toBe(lightWidth)
  })

  it('says the same in words as in colours', () => {
    for (const line of draw(told({ state: 'calm' }), 24)) expect(stripVTControlCharacters(line)).toBeDefined()
    expect(stripVTControlCharacters(draw(told({ state: 'calm' }), 24).join('\n'))).toMatch(/● green[^]*CALM/)
  })
})

describe('a terminal with lights', () => {
  it('draws them side by side, and below where there is no room', () => {
    const wide = aTerminal(2 * lightWidth)
    const narrow = aTerminal(lightWidth)
    for (const { terminal } of [wide, narrow]) {
      const screen = new TerminalScreen(terminal)
      for (const name of ['desk-1', 'desk-2']) screen.addLight(name).show(dark, told())
    }
    expect(wide.written()).toMatch(/desk-1 +desk-2/)
    expect(narrow.written()).not.toMatch(/desk-1 +desk-2/)
  })

  it('writes only when something has changed, and gives the terminal back', () => {
    const { terminal, written } = aTerminal(80)
    const screen = new TerminalScreen(terminal)
    const light = screen.addLight('desk-1')
    light.show(frameOf(told()), told())
    expect(written()).toContain('● yellow')
    light.show(frameOf(told()), told())
    expect(written()).toBe('')

    screen.note('desk-1: connected')
    expect(written()).toContain('desk-1: connected')
    screen.close()
    light.show(dark, told())
    expect(written()).toBe('\x1b[?25h\x1b[?1049l')
  })

  it('never writes more rows than there are', () => {
    const { terminal, written } = aTerminal(80, 5)
    new TerminalScreen(terminal).addLight('desk-1').show(dark, told())
    expect(written().split('\r\n')).toHaveLength(5)
  })
})

describe('a lamp in a log', () => {
  it('writes one line for each change, and none for a frame', () => {
    const lines: string[] = []
    const lamp = plainDriver('desk-1', (line) => lines.push(line))

    lamp.show(dark, { state: 'unknown', because: 'nothing-heard' })
    for (const _frame of [1, 2, 3]) lamp.show(dark, told())
    lamp.show(dark, told({ state: 'stop', acknowledged: true, reasons: ['a', 'b', '\x1b[2Jc', 'd', 'e'] }))
    lamp.show(dark, told({ state: 'flood', reasons: 'abcdefghi'.split('') }))
    // A command that is full: nobody here knows how many were left out.
    lamp.show(dark, told({ state: 'flood', reasons: 'abcdefghij'.split('') }))
    lamp.show(dark, told({ state: 'calm', reasons: [] }))
    lamp.close()

    expect(lines).toEqual([
      'desk-1: unknown — no command yet',
      'desk-1: help — checkout-latency is in ALARM',
      'desk-1: stop, answered — a; b; c and 2 more',
      'desk-1: flood — a; b; c and 6 more',
      'desk-1: flood — a; b; c and at least 7 more',
      'desk-1: calm',
      'desk-1: off',
    ])
  })
})
