import fc from 'fast-check'
import type { LampTrouble } from '../../../iot/agent/drivers/driver.ts'
import { apa102Driver, type Apa102Options } from '../../../iot/agent/drivers/apa102.ts'
import { encodeStrip } from '../../../iot/agent/drivers/apa102-frame.ts'
import { CallFailed, type Kernel } from '../../../iot/agent/gpio/kernel.ts'
import { dark, type Frame } from '../../../iot/agent/show/pattern.ts'
import { aKernel } from '../gpio/gpio-fake-kernel.ts'

const blinkt = { leds: 8, brightness: 4, firstAt: 'bottom' } as const
const shown = { state: 'unknown', because: 'not-connected' } as const
const neverLost = (trouble: LampTrouble): void => {
  throw trouble
}

/** What each LED is sent, the first on the wire first: `e4 0000ff` is red at brightness 4. */
const sentTo = (bytes: Buffer, leds: number) =>
  Array.from({ length: leds }, (_, at) => {
    const led = bytes.subarray(4 + 4 * at, 8 + 4 * at).toString('hex')
    return `${led.slice(0, 2)} ${led.slice(2)}`
  })
const off = 'e4 000000'
const red = 'e4 0000ff'
const green = 'e4 00ff00'

describe('a stack light on a strip', () => {
  it('has red on top and white at the bottom, each lamp on its share', () => {
    const all = encodeStrip({ ...dark, red: 1, yellow: 1, green: 1, blue: 1, white: 1 }, blinkt)
    expect(sentTo(all, 8)).toEqual(['e4 ffffff', 'e4 ff0000', 'e4 ff0000', green, 'e4 008cff', 'e4 008cff', red, red])
  })

  it('can hang from its wires', () => {
    const hanging = encodeStrip({ ...dark, red: 1 }, { ...blinkt, firstAt: 'top' })
    expect(sentTo(hanging, 8)).toEqual([red, red, off, off, off, off, off, off])
  })

  it('mixes the colours where there are too few LEDs for places', () => {
    const few = { ...blinkt, leds: 2 }
    expect(sentTo(encodeStrip({ ...dark, red: 1, yellow: 1, blue: 0.5 }, few), 2)).toEqual(['e4 808cff', 'e4 808cff'])
  })

  it('fades in colour, not in the brightness that is set for all', () => {
    expect(sentTo(encodeStrip({ ...dark, green: 0.1 }, { ...blinkt, leds: 5, brightness: 31 }), 5)[2]).toBe('ff 001a00')
  })

  it('begins with 32 zeros and ends with 32 and half a clock for each LED', () => {
    expect(encodeStrip(dark, { ...blinkt, leds: 1 }).toString('hex')).toBe('00000000' + 'e4000000' + '00000000' + '00')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 144 }), fc.integer({ min: 1, max: 31 }), (leds, brightness) => {
        const bytes = encodeStrip({ ...dark, red: 1, white: 1 }, { leds, brightness, firstAt: 'bottom' })
        const end = bytes.subarray(4 + 4 * leds)
        expect(bytes.readUInt32LE(0)).toBe(0)
        expect(end.every((byte) => byte === 0)).toBe(true)
        expect((end.length - 4) * 8).toBeGreaterThanOrEqual(leds / 2)
        // Else an LED would take it for the start of a frame.
        for (let led = 0; led < leds; led++) expect(bytes[4 + 4 * led]).toBe(0xe0 | brightness)
      }),
    )
  })

  it('lights as many LEDs for each lamp as for any other, give or take one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 144 }), (leds) => {
        const counts = (['red', 'yellow', 'green', 'blue', 'white'] as const).map(
          (lamp) =>
            sentTo(encodeStrip({ ...dark, [lamp]: 1 }, { ...blinkt, leds }), leds).filter((led) => led !== off).length,
        )
        expect(counts.reduce((sum, count) => sum + count)).toBe(leds)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('Blinkt! on two pins', () => {
  const aBlinkt = async (options: Partial<Apa102Options> = {}, lost = neverLost) => {
    const machine = aKernel({ label: 'pinctrl-rp1' })
    const driver = await apa102Driver({ wiring: { data: 23, clock: 24 }, ...options }, machine.kernel)(lost)
    return { ...machine, show: (frame: Partial<Frame>) => driver.show({ ...dark, ...frame }, shown), driver }
  }
  const bits = (said: string[]) =>
    said.flatMap((line, at) => {
      const clockWas = at > 0 && /set 1[01] /.test(said[at - 1]!)
      const rises = /set 1([01]) of 11/.exec(line)
      return rises && !clockWas ? [rises[1]] : []
    })
  const asBits = (bytes: Buffer) => [...bytes].flatMap((byte) => byte.toString(2).padStart(8, '0').split(''))

  it('is clocked bit by bit, the highest first', async () => {
    const { said, show } = await aBlinkt()
    said()
    show({ red: 1 })
    expect(bits(said())).toEqual(asBits(encodeStrip({ ...dark, red: 1 }, blinkt)))
  })

  it('is dark at first and in the end, and is not sent what it shows already', async () => {
    const { said, show, driver } = await aBlinkt()
    expect(bits(said())).toEqual(asBits(encodeStrip(dark, blinkt)))
    show({})
    expect(said()).toEqual([])
    show({ green: 1 })
    said()
    driver.close()
    const last = said()
    expect(bits(last)).toEqual(asBits(encodeStrip(dark, blinkt)))
    expect(last.slice(-2)).toEqual(['listens no more', 'close 100'])
  })

  it('is lost once with its chip, in mid-frame', async () => {
    const lost: string[] = []
    const { show, failWith, driver } = await aBlinkt({}, ({ message }) => void lost.push(message))
    failWith('ENODEV')
    show({ red: 1 })
    show({ green: 1 })
    await Promise.resolve()
    driver.close()
    expect(lost).toEqual(['the GPIO chip "pinctrl-rp1" was lost (ENODEV)'])
  })

  it('cannot be longer than can be clocked by hand', async () => {
    await expect(aBlinkt({ leds: 33 })).rejects.toThrow('can have at most 32')
  })
})

describe('a strip on SPI', () => {
  function aBus(refuses: { open?: string; ioctl?: string } = {}) {
    const said: string[] = []
    let failing: string | undefined
    const refuseWith = (call: string, code: string | undefined) => {
      if (code !== undefined) throw new CallFailed(call, code)
    }
    const kernel: Kernel = {
      chips: () => [],
      open(path) {
        refuseWith('open', refuses.open)
        said.push(`open ${path}`)
        return 7
      },
      ioctl(fd, request, argument) {
        refuseWith('ioctl', refuses.ioctl)
        said.push(`ioctl ${fd} ${request.toString(16)} ${argument.toString('hex')}`)
      },
      read: () => 0,
      write(fd, bytes) {
        refuseWith('write', failing)
        said.push(`write ${fd} ${bytes.toString('hex')}`)
      },
      onReadable: () => () => {},
      close: (fd) => void said.push(`close ${fd}`),
    }
    return { said: () => said.splice(0), kernel: async () => kernel, failWith: (code: string) => (failing = code) }
  }
  const wiring = { spi: '/dev/spidev0.0' }
  const hex = (frame: Partial<Frame>) => encodeStrip({ ...dark, ...frame }, blinkt).toString('hex')

  it('is set to mode 0, bytes and 1 MHz, and sent each frame that differs', async () => {
    const { said, kernel } = aBus()
    const driver = await apa102Driver({ wiring }, kernel)(neverLost)
    for (const frame of [{ red: 1 }, { red: 1 }, { blue: 1 }]) driver.show({ ...dark, ...frame }, shown)
    driver.close()
    driver.close()
    expect(said()).toEqual([
      'open /dev/spidev0.0',
      'ioctl 7 40016b01 00',
      'ioctl 7 40016b03 08',
      'ioctl 7 40046b04 40420f00',
      `write 7 ${hex({})}`,
      `write 7 ${hex({ red: 1 })}`,
      `write 7 ${hex({ blue: 1 })}`,
      `write 7 ${hex({})}`,
      'close 7',
    ])
  })

  it('is lost once when the bus goes away', async () => {
    const { said, kernel, failWith } = aBus()
    const lost: string[] = []
    const driver = await apa102Driver({ wiring }, kernel)(({ message }) => void lost.push(message))
    said()
    failWith('ENODEV')
    for (const red_ of [1, 0]) driver.show({ ...dark, red: red_ }, shown)
    expect(lost).toEqual([])
    await Promise.resolve()
    driver.close()
    expect(lost).toEqual(['/dev/spidev0.0 was lost (ENODEV)'])
    expect(said()).toEqual(['close 7'])
  })

  it.each([
    [
      { open: 'ENOENT' },
      'there is no /dev/spidev0.0: switch SPI on with raspi-config, or with dtparam=spi=on in config.txt',
      [],
    ],
    [{ open: 'EACCES' }, 'no permission for /dev/spidev0.0: add the user that runs this to the group spi', []],
    [{ open: 'EBUSY' }, '/dev/spidev0.0 is in use by another program: stop that program', []],
    [{ ioctl: 'ENOTTY' }, '/dev/spidev0.0 cannot be used as an SPI bus (ENOTTY)', ['open /dev/spidev0.0', 'close 7']],
  ])('says what is wrong: %o', async (refuses, message, left) => {
    const { said, kernel } = aBus(refuses)
    await expect(apa102Driver({ wiring }, kernel)(neverLost)).rejects.toMatchObject({ name: 'LampTrouble', message })
    expect(said()).toEqual(left)
  })
})
