// The kernel's GPIO character device, version 2, byte for byte as in <linux/gpio.h>. The layout is the same on 32 and 64
// bits, and Linux on a Raspberry Pi is always little-endian.

/** The name that other programs see as the user of our lines. */
const consumer = 'andon'
const nameBytes = 32
const attributeBytes = 24
const sizes = { chipInfo: 68, lineInfo: 256, request: 592, values: 16 }
/** Bytes of one event. */
export const eventBytes = 48

/** An `ioctl` request: direction, size of the argument, 0xB4 for GPIO, number. */
const read = (number: number, size: number) => ioctlNumber(2, size, number)
const readAndWrite = (number: number, size: number) => ioctlNumber(3, size, number)
const ioctlNumber = (direction: number, size: number, number: number) =>
  ((direction << 30) | (size << 16) | (0xb4 << 8) | number) >>> 0

export const ioctls = {
  chipInfo: read(0x01, sizes.chipInfo),
  lineInfo: readAndWrite(0x05, sizes.lineInfo),
  requestLines: readAndWrite(0x07, sizes.request),
  setValues: readAndWrite(0x0f, sizes.values),
} as const

export const lineFlags = {
  used: 1n << 0n,
  activeLow: 1n << 1n,
  input: 1n << 2n,
  output: 1n << 3n,
  risingEdge: 1n << 4n,
  fallingEdge: 1n << 5n,
  pullUp: 1n << 8n,
} as const

/** One bit for each line of a request, the first line's lowest. */
export const bitsOf = (values: readonly boolean[]): bigint =>
  values.reduce((bits, value, at) => (value ? bits | (1n << BigInt(at)) : bits), 0n)

export const emptyChipInfo = () => Buffer.alloc(sizes.chipInfo)
export const readChipInfo = (info: Buffer) => ({ label: text(info, nameBytes), lines: info.readUInt32LE(64) })

export function lineInfoOf(line: number): Buffer {
  const info = Buffer.alloc(sizes.lineInfo)
  info.writeUInt32LE(line, 64)
  return info
}
/** `consumer`: the program that uses the line, as it names itself; empty if unknown. */
export const readLineInfo = (info: Buffer) => ({
  isUsed: (info.readBigUInt64LE(72) & lineFlags.used) !== 0n,
  consumer: text(info, nameBytes),
})

/** An attribute of some lines of a request, given as bits. `flags` replace the request's own. */
export type LineAttribute =
  | { readonly kind: 'flags'; readonly flags: bigint; readonly lines: bigint }
  | { readonly kind: 'values'; readonly values: bigint; readonly lines: bigint }
  | { readonly kind: 'debounce'; readonly microseconds: number; readonly lines: bigint }

export interface LineRequest {
  readonly lines: readonly number[]
  readonly flags: bigint
  readonly attributes: readonly LineAttribute[]
}

export function encodeRequest({ lines, flags, attributes }: LineRequest): Buffer {
  const bytes = Buffer.alloc(sizes.request)
  lines.forEach((line, at) => bytes.writeUInt32LE(line, at * 4))
  bytes.write(consumer, 256)
  bytes.writeBigUInt64LE(flags, 288)
  bytes.writeUInt32LE(attributes.length, 296)
  attributes.forEach((attribute, at) => encodeAttribute(attribute).copy(bytes, 320 + at * attributeBytes))
  bytes.writeUInt32LE(lines.length, 560)
  return bytes
}

/** The descriptor that holds the granted lines. */
export const readGranted = (request: Buffer): number => request.readInt32LE(588)

function encodeAttribute(attribute: LineAttribute): Buffer {
  const bytes = Buffer.alloc(attributeBytes)
  bytes.writeBigUInt64LE(attribute.lines, 16)
  switch (attribute.kind) {
    case 'flags':
      bytes.writeUInt32LE(1, 0)
      bytes.writeBigUInt64LE(attribute.flags, 8)
      return bytes
    case 'values':
      bytes.writeUInt32LE(2, 0)
      bytes.writeBigUInt64LE(attribute.values, 8)
      return bytes
    case 'debounce':
      bytes.writeUInt32LE(3, 0)
      bytes.writeUInt32LE(attribute.microseconds, 8)
      return bytes
  }
}

/** @param lines which lines to set, as bits */
export function encodeValues(values: bigint, lines: bigint): Buffer {
  const bytes = Buffer.alloc(sizes.values)
  bytes.writeBigUInt64LE(values, 0)
  bytes.writeBigUInt64LE(lines, 8)
  return bytes
}

/** A line has become active (`isRising`) or inactive. The kernel takes care of lines that are active when low. */
export interface LineEvent {
  readonly line: number
  readonly isRising: boolean
  /** Milliseconds on CLOCK_MONOTONIC, by the kernel. */
  readonly at: number
}

/** @param bytes whole events, as the kernel gives them */
export function readEvents(bytes: Buffer): LineEvent[] {
  return Array.from({ length: Math.floor(bytes.length / eventBytes) }, (_, at) => {
    const event = bytes.subarray(at * eventBytes)
    return {
      line: event.readUInt32LE(12),
      isRising: event.readUInt32LE(8) === 1,
      at: Number(event.readBigUInt64LE(0)) / 1e6,
    }
  })
}

function text(bytes: Buffer, from: number): string {
  const field = bytes.subarray(from, from + nameBytes)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? nameBytes : end)
}
