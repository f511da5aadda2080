/** The longest body of an MQTT packet, in bytes: AWS IoT Core allows payloads of 128 KiB and topics of 256 bytes. */
const longest = 128 * 1024 + 1024

const publish = 3
/** MQTT writes a length in at most four bytes. */
const lengthBytes = 4

/** The broker sent something that it must not send. */
export class UnusablePacket extends Error {
  override readonly name = 'UnusablePacket'
}

/**
 * Lets a stream of MQTT packets through, chunk by chunk. It cuts a message that is too long to its beginning. The client
 * confirms that packet, finds no command in it and drops it; the whole message is never in memory.
 * The function throws `UnusablePacket`.
 */
export function packetCutter(): (chunk: Uint8Array) => Uint8Array {
  let header: number[] = []
  let toPass = 0
  let toDrop = 0

  return (chunk) => {
    const passed: Uint8Array[] = []
    let at = 0
    while (at < chunk.length) {
      if (toPass > 0) {
        const part = chunk.subarray(at, at + toPass)
        passed.push(part)
        toPass -= part.length
        at += part.length
      } else if (toDrop > 0) {
        const part = Math.min(toDrop, chunk.length - at)
        toDrop -= part
        at += part
      } else {
        header.push(...chunk.subarray(at, ++at))
        const length = bodyLength(header)
        if (length === undefined) continue
        toPass = Math.min(length, longest)
        toDrop = length - toPass
        passed.push(Uint8Array.from([header[0] ?? 0, ...asLength(toPass)]))
        header = []
      }
    }
    return Buffer.concat(passed)
  }
}

/** The length of the packet's body by its fixed header, in bytes; `undefined` until the whole header has come. */
function bodyLength([first = 0, ...digits]: readonly number[]): number | undefined {
  const last = digits.at(-1)
  if (last === undefined) return undefined
  if (last >= 128) {
    if (digits.length === lengthBytes) throw new UnusablePacket('the broker sent something that is not MQTT')
    return undefined
  }
  const length = digits.reduce((sum, digit, at) => sum + (digit & 127) * 128 ** at, 0)
  const isPublish = first >> 4 === publish
  if (!isPublish && length > longest) throw new UnusablePacket('the broker sent something that is not MQTT')
  // QoS 2 packets would stay in memory until the broker releases them. We ask for QoS 1 at most.
  if (isPublish && (first & 0b0110) > 0b0010)
    throw new UnusablePacket('the broker sent a message with QoS 2, which the agent did not ask for')
  return length
}

function asLength(length: number): number[] {
  const [digit, rest] = [length % 128, Math.floor(length / 128)]
  return rest === 0 ? [digit] : [digit + 128, ...asLength(rest)]
}
