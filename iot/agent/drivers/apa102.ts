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
  /** On the SPI bus, or on any two pins: Blinkt! is on data 23 and clock 24. */
  readonly wiring: SpiWiring | PinWiring
}

/** Blinkt!, upright; bright enough for a desk, at some 8 mA for a white LED. */
const usual: Strip = { leds: 8, brightness: 4, firstAt: 'bottom' }

/** Each frame is sent before anything else happens: at 1 MHz that many LEDs take 5 ms on SPI, and pins by hand longer. */
const mostLeds = { spi: 144, pins: 32 }

/** A strip of APA102 LEDs, or Blinkt!, as `encodeStrip` lays a stack light out on it. It cannot sound. */
export function apa102Driver(
  { wiring, ...strip }: Apa102Options,
  kernel: () => Promise<Kernel> = openKernel,
): OpenDriver {
  return async (lost) => {
    const { leds = usual.leds, brightness = usual.brightness, firstAt = usual.firstAt } = strip
    const worn = { leds, brightness, firstAt }
    const most = 'spi' in wiring ? mostLeds.spi : mostLeds.pins
    if (worn.leds > most) throw new LampTrouble(`a strip can have ${most} LEDs at most when it is wired so`)
    const wire = 'spi' in wiring ? await openSpi(wiring, lost, kernel) : await openPins(wiring, lost, kernel)
    let sent = Buffer.alloc(0)
    const send = (bytes: Buffer<ArrayBuffer>) => {
      if (bytes.equals(sent)) return
      sent = bytes
      wire.send(bytes)
    }
    send(encodeStrip(dark, worn))
    return {
      show: (frame) => send(encodeStrip(frame, worn)),
      close() {
        send(encodeStrip(dark, worn))
        wire.close()
      },
    }
  }
}
