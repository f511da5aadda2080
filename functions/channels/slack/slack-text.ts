// Text as Slack takes it. Slack counts its limits after escaping: a `&` takes five characters.

/** A text that Slack shows as it is. @param most of characters, as Slack counts them */
export const plain = (text: string, most: number) =>
  ({ type: 'plain_text', text: fitting(text, most, entity).text, emoji: false }) as const

/** A text of ours, in which all that came from outside is `escaped`. */
export const marked = (text: string) => ({ type: 'mrkdwn', text, verbatim: true }) as const

/** Text from outside, for a marked text. @param most of characters, once it is escaped */
export const escaped = (text: string, most: number) => fitting(text, most, harmless).escaped

/** A link, or nothing where the address is too long for it. */
export function link(url: string, words: string): string | undefined {
  const address = url.replaceAll(/[&<>]/g, entity).replaceAll('|', '%7C')
  return address.length > longestAddress ? undefined : `<${address}|${words}>`
}
const longestAddress = 2000

/** The three characters that Slack gives meaning to. */
const entity = (character: string) => entities.get(character) ?? character
const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
])

/** The marks that would make text bold, struck or code. */
const harmless = (character: string) => (/[*_~`]/.test(character) ? `${character}\u200B` : entity(character))

/** As much of the beginning as fits once it is escaped, then an ellipsis. */
function fitting(text: string, most: number, escape: (character: string) => string) {
  const fits = { text: '', escaped: '' }
  // Where an ellipsis still fits behind it.
  let cut = fits
  let seen = fits
  for (const character of text) {
    const next = { text: seen.text + character, escaped: seen.escaped + escape(character) }
    if (next.escaped.length > most) return { text: `${cut.text}…`, escaped: `${cut.escaped}…` }
    seen = next
    if (seen.escaped.length < most) cut = seen
  }
  return seen
}
