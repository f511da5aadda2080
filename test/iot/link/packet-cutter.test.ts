import fc from 'fast-check'
import { packetCutter } from '../../../iot/agent/link/packet-cutter.ts'

const kib = 1024
const messageId = [0, 7]
const topic = 'andon/lights/desk-1/command'

/** A message of QoS 1, as MQTT 3.1.1 writes it. */
function aMessage(bytes: number): Buffer {
  const body = [
    Uint8Array.of(0, topic.length),
    Buffer.from(topic),
    Uint8Array.from(messageId),
    Buffer.alloc(bytes, 'x'),
  ]
  const length: number[] = []
  for (let rest = Buffer.concat(body).length; rest > 0; rest = Math.floor(rest / 128))
    length.push((rest % 128) + (rest >= 128 ? 128 : 0))
  return Buffer.concat([Uint8Array.from([0x32, ...length]), ...body])
}
const aPing = Uint8Array.of(0xd0, 0)

/** What comes through, when the stream comes in pieces that end at these places. */
function cutIn(pieces: readonly Uint8Array[]): Buffer {
  const cut = packetCutter()
  return Buffer.concat(pieces.map((piece) => cut(piece)))
}
const piecesOf = (stream: Uint8Array, ends: readonly number[]) =>
  [0, ...ends].map((from, at) => stream.subarray(from, ends[at] ?? stream.length))

describe('a stream of packets', () => {
  it('passes as it is, wherever it is broken into pieces', () => {
    const stream = Buffer.concat([aMessage(3), aPing, aMessage(300), aMessage(128 * kib), aPing])
    const places = fc.array(fc.nat(stream.length), { maxLength: 30 }).map((ends) => ends.sort((a, b) => a - b))
    fc.assert(
      fc.property(places, (ends) => expect(cutIn(piecesOf(stream, ends)).equals(stream)).toBe(true)),
      { numRuns: 50 },
    )
    expect(cutIn([...stream.subarray(0, 400)].map((byte) => Uint8Array.of(byte)))).toEqual(stream.subarray(0, 400))
  })

  it('loses the end of a message that is too long, and nothing of what comes after', () => {
    const passed = cutIn([...piecesOf(aMessage(5 * kib * kib), [1, 3, 70_000, 4_000_000]), aPing])

    // Three bytes of length, each with seven bits of it.
    const length = (passed[1]! & 127) + (passed[2]! & 127) * 128 + passed[3]! * 128 ** 2
    const body = passed.subarray(4, 4 + length)
    expect(passed.subarray(4 + length)).toEqual(Buffer.from(aPing))
    // Still to be acknowledged, and still too long to be read as a command.
    const begin = Buffer.concat([Uint8Array.of(0, topic.length), Buffer.from(topic), Uint8Array.from(messageId)])
    expect(body.subarray(0, begin.length)).toEqual(begin)
    expect(body.length - begin.length).toBeGreaterThan(128 * kib)
    expect(body.length).toBeLessThan(130 * kib)
  })

  it.each([
    ['a length without an end', [0x30, 0xff, 0xff, 0xff, 0xff], /not MQTT/],
    ['an acknowledgement of 200 MB', [0x90, 0x80, 0x80, 0x80, 0x60], /not MQTT/],
    ['a message to be taken exactly once', [0x34, 0x02], /QoS 2/],
    ['a message of no known quality', [0x36, 0x02], /QoS 2/],
  ])('ends with %s', (_what, bytes, why) => expect(() => packetCutter()(Uint8Array.from(bytes))).toThrow(why))
})
