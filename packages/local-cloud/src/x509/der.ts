// DER, the bytes that X.509 is written in (ITU-T X.690): as much of it as certificates and requests for them need.

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const

export function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

export const sequence = (...parts: readonly Uint8Array[]) => element(tags.sequence, ...parts)
export const set = (...parts: readonly Uint8Array[]) => element(tags.set, ...parts)
export const octetString = (...parts: readonly Uint8Array[]) => element(tags.octetString, ...parts)
export const bitString = (bytes: Uint8Array, unusedBits = 0) =>
  element(tags.bitString, Buffer.from([unusedBits]), bytes)
export const utf8String = (text: string) => element(tags.utf8String, Buffer.from(text))
export const yes = element(tags.boolean, Buffer.from([0xff]))
/** `[n]` of the standards, around what keeps its own tag. */
export const explicit = (n: number, ...parts: readonly Uint8Array[]) => element(0xa0 | n, ...parts)
/** `[n]` of the standards, in place of the tag of something simple. */
export const implicit = (n: number, bytes: Uint8Array) => element(0x80 | n, bytes)

/** Of a number that is not negative, the most significant byte first. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const shortest = first < 0 ? Buffer.from([0]) : bytes.subarray(first)
  const looksNegative = ((shortest[0] ?? 0) & 0x80) !== 0
  return element(tags.integer, looksNegative ? Buffer.from([0]) : Buffer.alloc(0), shortest)
}

/** @param dotted such as `2.5.29.19` */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(inSevens)]))
}

/** To the second; X.509 wants this form until the end of 2049. */
export function utcTime(time: number): Buffer {
  const digits = new Date(time).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return element(tags.utcTime, Buffer.from(digits.slice(2)))
}

export interface Element {
  readonly tag: number
  readonly content: Buffer
  /** With tag and length. */
  readonly whole: Buffer
}

/** The bytes are no DER. */
export class BadDer extends Error {
  override readonly name = 'BadDer'
}

/** What stands in `content`, one after the other. Throws `BadDer`. */
export function elementsIn(content: Buffer): Element[] {
  const found: Element[] = []
  for (let at = 0; at < content.length;) {
    const { tag, start, length } = headAt(content, at)
    if (start + length > content.length) throw new BadDer('an element goes on after the end')
    found.push({ tag, content: content.subarray(start, start + length), whole: content.subarray(at, start + length) })
    at = start + length
  }
  return found
}

/** What stands in a sequence that is all there is. Throws `BadDer`. */
export function elementsOfSequence(whole: Buffer): Element[] {
  const [only, ...others] = elementsIn(whole)
  if (only?.tag !== tags.sequence || others.length > 0) throw new BadDer('it is not one sequence')
  return elementsIn(only.content)
}

function headAt(bytes: Buffer, at: number) {
  const [tag, first] = [bytes[at], bytes[at + 1]]
  if (tag === undefined || first === undefined) throw new BadDer('an element has no length')
  if (first < 0x80) return { tag, start: at + 2, length: first }
  const more = first & 0x7f
  // Four bytes count far beyond what anybody may send here; none at all is BER's open end, which DER does not have.
  if (more === 0 || more > 4 || at + 2 + more > bytes.length) throw new BadDer('an element has no proper length')
  return { tag, start: at + 2 + more, length: bytes.readUIntBE(at + 2, more) }
}

function lengthOf(content: Uint8Array): Buffer {
  if (content.length < 0x80) return Buffer.from([content.length])
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(content.length)
  const shortest = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
  return Buffer.concat([Buffer.from([0x80 | shortest.length]), shortest])
}

/** Seven bits a byte, all but the last marked. */
function inSevens(arc: number): number[] {
  const sevens = [arc & 0x7f]
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) sevens.unshift((left & 0x7f) | 0x80)
  return sevens
}
