/**
 * At most `most` characters, the last one an ellipsis where something was left out. What came as half a character (a
 * lone surrogate) is replaced: no service takes it.
 */
export function clip(text: string, most: number): string {
  const whole = text.toWellFormed()
  const characters = Array.from(whole)
  return characters.length <= most ? whole : `${characters.slice(0, most - 1).join('')}…`
}
