/**
 * Tests that take upper and lower case for the same, letter by letter as EventBridge does: a letter of the pattern
 * fits its own upper and lower case, which may be longer than itself ("ß" fits "SS"), and no further relatives.
 */
type Letter = readonly string[]

const letters = (pattern: string): Letter[] =>
  pattern.split('').map((letter) => [...new Set([letter.toLowerCase(), letter.toUpperCase()])])

/** Where the pattern's text ends in `text`, or undefined when `text` does not begin with it. */
function endOf(pattern: readonly Letter[], text: string): number | undefined {
  let at = 0
  for (const forms of pattern) {
    const form = forms.find((one) => text.startsWith(one, at))
    if (form === undefined) return undefined
    at += form.length
  }
  return at
}

/** Where the pattern's text begins in `text`, or undefined when `text` does not end with it. */
function startOf(pattern: readonly Letter[], text: string): number | undefined {
  let at = text.length
  for (const forms of pattern.toReversed()) {
    const form = forms.find((one) => text.endsWith(one, at))
    if (form === undefined) return undefined
    at -= form.length
  }
  return at
}

export function equalsIgnoringCase(pattern: string): (text: string) => boolean {
  const wanted = letters(pattern)
  return (text) => endOf(wanted, text) === text.length
}

export function beginsIgnoringCase(pattern: string): (text: string) => boolean {
  const wanted = letters(pattern)
  return (text) => endOf(wanted, text) !== undefined
}

export function endsIgnoringCase(pattern: string): (text: string) => boolean {
  const wanted = letters(pattern)
  return (text) => startOf(wanted, text) !== undefined
}
