import { stripVTControlCharacters } from 'node:util'

/** Control characters, line ends, invisible marks, and marks that change the direction of writing. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu
const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/**
 * Makes a stranger's text safe for a terminal: one line without escape sequences, cut off with `…` if it is longer than
 * `cells` terminal cells.
 */
export function printable(text: string, cells: number): string {
  const letters = stripVTControlCharacters(text.slice(0, 4 * cells + 1000))
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(unprintable, '')
    // No script needs more marks on one letter; more of them would climb over the neighbouring lines.
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim()
  if (cellsOf(letters) <= cells) return letters

  let cut = ''
  for (const letter of letters) {
    if (cellsOf(cut + letter) > cells - 1) break
    cut += letter
  }
  return `${cut.trimEnd()}…`
}

/** How many terminal cells a printable text takes. */
export function cellsOf(text: string): number {
  let cells = 0
  for (const letter of text) cells += /\p{M}/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1
  return cells
}

/** `text` in the middle of `cells` terminal cells. */
export function centred(text: string, cells: number): string {
  const space = Math.max(0, cells - cellsOf(text))
  const before = Math.floor(space / 2)
  return ' '.repeat(before) + text + ' '.repeat(space - before)
}
