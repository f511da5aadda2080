import fc from 'fast-check'
import { cellsOf, printable } from '../../iot/agent/printable.ts'

describe('a stranger’s text on our terminal', () => {
  it.each([
    ['an escape sequence', 'a\u001b[31mred\u001b[0m b', 'ared b'],
    ['a sequence that sets the window title', 'a\u001b]0;owned\u0007b', 'ab'],
    ['a C1 control', 'a\u009b31mb', 'ab'],
    ['line ends', 'a\r\nb\u2028c', 'a b c'],
    ['the direction of writing turned', 'a\u202eb\u2066c', 'abc'],
    ['what cannot be seen', 'a\u200bb\u00adc', 'abc'],
    ['marks piled up', `z${'\u0301'.repeat(50)}`, 'ź\u0301\u0301'],
    ['a lone half of a letter', 'a\ud800b', 'ab'],
  ])('%s', (_what, text, expected) => expect(printable(text, 40)).toBe(expected))

  it('is cut where it is too long, wide letters counted as two', () => {
    expect(printable('checkout-latency', 8)).toBe('checkou…')
    expect(printable('日本語日本語', 8)).toBe('日本語…')
    expect(printable('日本語', 6)).toBe('日本語')
  })

  it('fits whatever comes, and holds no control', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 40 }), (text, cells) => {
        const shown = printable(text, cells)
        expect(cellsOf(shown)).toBeLessThanOrEqual(cells)
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})
