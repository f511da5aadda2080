import assert from 'node:assert/strict'
import { apa102Driver } from '../../iot/agent/drivers/apa102.ts'
import { encodeStrip } from '../../iot/agent/drivers/apa102-frame.ts'
import { type Kernel, openKernel } from '../../iot/agent/gpio/kernel.ts'
import { dark } from '../../iot/agent/show/pattern.ts'
import { plug } from './gpio-sim.ts'
import { neverLost } from './heard.ts'
import { story } from './story.ts'

const [data, clock] = [23, 24]

/** A Blinkt! as its chips see it: they take a bit over whenever the clock's pin rises. */
function aBlinkt() {
  const chip = plug('pinctrl-bcm2711')
  const bits: string[] = []
  let clockWas = '0'
  const watched = async (): Promise<Kernel> => {
    const kernel = await openKernel()
    return {
      ...kernel,
      ioctl(fd, request, argument) {
        kernel.ioctl(fd, request, argument)
        const [dataIs = '', clockIs = ''] = chip.voltages([data, clock])
        if (clockIs === '1' && clockWas === '0') bits.push(dataIs)
        clockWas = clockIs
      },
    }
  }
  const received = () => {
    const all = bits.splice(0).join('')
    return Buffer.from((all.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  }
  return { chip, watched, received }
}

story('clocks a frame into Blinkt! bit by bit, and ends it dark with both pins low', async () => {
  const { chip, watched, received } = aBlinkt()
  const strip = { leds: 8, brightness: 4, firstAt: 'bottom' } as const
  const driver = await apa102Driver({ wiring: { data, clock } }, watched)(neverLost)
  assert.deepEqual(received(), encodeStrip(dark, strip))

  const frame = { ...dark, red: 1, yellow: 0.3 }
  driver.show(frame, { state: 'unknown', because: 'not-connected' })
  driver.show(frame, { state: 'unknown', because: 'not-connected' })
  assert.deepEqual(received(), encodeStrip(frame, strip))
  assert.equal(chip.voltages([data, clock]), '00')

  driver.close()
  assert.deepEqual(received(), encodeStrip(dark, strip))
  assert.equal(chip.voltages([data, clock]), '00')
})
