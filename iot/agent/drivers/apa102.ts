import { LampTrouble, type OpenDriver } from './driver.ts'
import { type Kernel, openKernel } from '../gpio/kernel.ts'
import { dark } from '../show/pattern.ts'
import { encodeStrip, type Strip } from './apa102-frame.ts'
import { openPins, type PinWiring } from './apa102-pins.ts'
import { openSpi, type SpiWiring } from './apa102-spi.ts'

export interface Apa102Options {
  readonly leds?: Strip['leds'] | undefined
  readonly brightness?: Strip['brightness'] | undefined
  readonly firstAt?: Strip['firstAt'] | undefined
  /** On the SPI bus, or on any two pins: Blinkt! has data on 23 and clock on 24. */
  readonly wiring: SpiWiring | PinWiring
}

/** Blinkt!, upright. Bright enough for a desk, at about 8 mA for a white LED. */
const usual: Strip = { leds: 8, brightness: 4, firstAt: 'bottom' }

/** Sending a frame blocks the process: on SPI at 1 MHz this many LEDs take 5 ms, on plain pins longer. */
const mostLeds = { spi: 144, pins: 32 }

/** A strip of APA102 LEDs, or Blinkt!, laid out as in `encodeStrip`. It has no buzzer. */
export function apa102Driver(
  { wiring, ...strip }: Apa102Options,
  kernel: () => Promise<Kernel> = openKernel,
): OpenDriver {
  return async (lost) => {
    const { leds = usual.leds, brightness = usual.brightness, firstAt = usual.firstAt } = strip
    const shape = { leds, brightness, firstAt }
    const most = 'spi' in wiring ? mostLeds.spi : mostLeds.pins
    if (shape.leds > most)
      throw new LampTrouble(`"leds" is ${shape.leds}, but a strip that is wired like this can have at most ${most}`)
    const wire = 'spi' in wiring ? await openSpi(wiring, lost, kernel) : await openPins(wiring, lost, kernel)
    let sent = Buffer.alloc(0)
    const send = (bytes: Buffer<ArrayBuffer>) => {
      if (bytes.equals(sent)) return
      sent = bytes
      wire.send(bytes)
    }
    send(encodeStrip(dark, shape))
    return {
      show: (frame) => send(encodeStrip(frame, shape)),
      close() {
        send(encodeStrip(dark, shape))
        wire.close()
      },
    }
  }
}
