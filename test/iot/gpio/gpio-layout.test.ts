import {
  bitsOf,
  emptyChipInfo,
  encodeRequest,
  encodeValues,
  ioctls,
  lineFlags,
  lineInfoOf,
  readChipInfo,
  readEvents,
  readGranted,
  readLineInfo,
} from '../../../iot/agent/gpio/uapi.ts'

// What a C program prints that includes Linux's own <linux/gpio.h>: sizes, numbers, and where each byte is.

/** Bytes in hexadecimal, by the place where they stand; all others are zero. */
type Layout = Record<number, string>

function bytesOf(size: number, layout: Layout): Buffer {
  const bytes = Buffer.alloc(size)
  for (const [at, hex] of Object.entries(layout)) bytes.write(hex, Number(at), 'hex')
  return bytes
}

describe("the kernel's own layout", () => {
  it('has its ioctl numbers', () => {
    expect(ioctls).toEqual({
      chipInfo: 0x8044b401,
      lineInfo: 0xc100b405,
      requestLines: 0xc250b407,
      setValues: 0xc010b40f,
    })
  })

  it('asks for outputs with the values that they begin with', () => {
    const request = encodeRequest({
      lines: [17, 22, 27],
      flags: lineFlags.output | lineFlags.activeLow,
      attributes: [{ kind: 'values', values: bitsOf([true, false, true]), lines: bitsOf([true, true, true]) }],
    })
    expect(request).toEqual(
      bytesOf(592, {
        0: '1100000016000000',
        8: '1b00000000000000',
        256: '616e646f6e000000',
        288: '0a00000000000000',
        296: '0100000000000000',
        320: '0200000000000000',
        328: '0500000000000000',
        336: '0700000000000000',
        560: '0300000000000000',
      }),
    )
  })

  it('asks for inputs that differ in what counts as pressed', () => {
    const flags = lineFlags.input | lineFlags.pullUp | lineFlags.risingEdge | lineFlags.fallingEdge
    const request = encodeRequest({
      lines: [4, 25],
      flags,
      attributes: [
        { kind: 'flags', flags: flags | lineFlags.activeLow, lines: bitsOf([true, false]) },
        { kind: 'debounce', microseconds: 10_000, lines: bitsOf([true, true]) },
      ],
    })
    expect(request).toEqual(
      bytesOf(592, {
        0: '0400000019000000',
        256: '616e646f6e000000',
        288: '3401000000000000',
        296: '0200000000000000',
        320: '0100000000000000',
        328: '3601000000000000',
        336: '0100000000000000',
        344: '0300000000000000',
        352: '1027000000000000',
        360: '0300000000000000',
        560: '0200000000000000',
      }),
    )
  })

  it('finds the descriptor in what was granted', () => {
    expect(readGranted(bytesOf(592, { 588: '2a000000' }))).toBe(42)
  })

  it('sets values', () => {
    expect(encodeValues(0b101n, 0b111n)).toEqual(bytesOf(16, { 0: '0500000000000000', 8: '0700000000000000' }))
  })

  it('holds 64 lines, the last as well as the first', () => {
    const all = Array.from({ length: 64 }, (_, at) => at === 0 || at === 63)
    expect(encodeValues(bitsOf(all), bitsOf(all.map(() => true)))).toEqual(
      bytesOf(16, { 0: '0100000000000080', 8: 'ffffffffffffffff' }),
    )
  })

  it('reads who holds a line', () => {
    expect(lineInfoOf(17)).toEqual(bytesOf(256, { 64: '11000000' }))
    const held = { 0: '4750494f31370000', 32: '6770696f73657400', 64: '1100000000000000', 72: '0900000000000000' }
    expect(readLineInfo(bytesOf(256, held))).toEqual({ isUsed: true, consumer: 'gpioset' })
    expect(readLineInfo(bytesOf(256, { 72: '0800000000000000' }))).toEqual({ isUsed: false, consumer: '' })
  })

  it('reads what a chip is called', () => {
    expect(emptyChipInfo()).toHaveLength(68)
    const layout = { 0: '6770696f63686970', 8: '3000', 32: '70696e6374726c2d', 40: '62636d3237313100', 64: '3a000000' }
    expect(readChipInfo(bytesOf(68, layout))).toEqual({ label: 'pinctrl-bcm2711', lines: 58 })
  })

  it('reads a label that fills its whole field', () => {
    expect(readChipInfo(bytesOf(68, { 32: '61'.repeat(32), 64: '01000000' })).label).toBe('a'.repeat(32))
  })

  it('reads events, and nothing of one that is not whole', () => {
    const layout = {
      0: 'cb04fb711f010000',
      8: '0100000004000000',
      16: '0100000001000000',
      48: 'cbc6e67d1f010000',
      56: '0200000019000000',
      64: '0200000001000000',
    }
    const events = [
      { line: 4, isRising: true, at: 1234567.890123 },
      { line: 25, isRising: false, at: 1234767.890123 },
    ]
    expect(readEvents(bytesOf(96, layout))).toEqual(events)
    expect(readEvents(bytesOf(96, layout).subarray(0, 95))).toEqual(events.slice(0, 1))
    expect(readEvents(Buffer.alloc(0))).toEqual([])
  })
})
