import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import type { Driver } from '../../iot/agent/drivers/driver.ts'
import { gpioDriver, type GpioOptions } from '../../iot/agent/drivers/gpio.ts'
import { type Kernel, openKernel } from '../../iot/agent/gpio/kernel.ts'
import { dark, type Frame } from '../../iot/agent/show/pattern.ts'
import { plug } from './gpio-sim.ts'
import { traceDriving } from './gpio-trace.ts'
import { neverLost } from './heard.ts'
import { story } from './story.ts'

const tower = { red: 17, yellow: 22, green: 27, blue: 5, white: 6, buzzer: 13 }
const lines = [17, 22, 27, 5, 6, 13]

const show = (driver: Driver, frame: Partial<Frame>) =>
  driver.show({ ...dark, ...frame }, { state: 'unknown', because: 'not-connected' })

/** Opens a driver on a Raspberry Pi's chip, with what the pins are at the moments when something is let go. */
async function aTower(options: GpioOptions) {
  const chip = plug('pinctrl-bcm2711', 58)
  const whenLetGo: string[] = []
  const watched = async (): Promise<Kernel> => {
    const kernel = await openKernel()
    return {
      ...kernel,
      close(fd) {
        whenLetGo.push(chip.voltages(lines))
        kernel.close(fd)
      },
    }
  }
  const driver = await gpioDriver(options, watched)(neverLost)
  return { chip, driver, whenLetGo, pins: () => chip.voltages(lines) }
}

story('takes the header of the Raspberry Pi by its label, and leaves the chip before it alone', async () => {
  const decoy = plug('some-expander')
  const { chip, driver } = await aTower(tower)
  show(driver, { red: 1, white: 1 })

  assert.equal(chip.voltages([17, 6]), '11')
  assert.equal(decoy.voltages([17, 6]), '00')
  const stranger = (name: string) => execFileSync('gpioinfo', ['-c', name, '17'], { encoding: 'utf8' })
  assert.match(stranger(chip.name), /output.* consumer="?andon"?/)
  assert.doesNotMatch(stranger(decoy.name), /consumer/)
  driver.close()
})

for (const activeLow of [false, true]) {
  const asVoltages = (on: string) => (activeLow ? on.replace(/./g, (bit) => (bit === '1' ? '0' : '1')) : on)

  story(`switches each lamp by itself, ${activeLow ? 'active low' : 'active high'}`, async () => {
    const { driver, whenLetGo, pins } = await aTower({ ...tower, activeLow })
    assert.equal(pins(), asVoltages('000000'), 'at first')
    const frames: [Partial<Frame>, string][] = [
      [{ red: 1 }, '100000'],
      [{ yellow: 0.5 }, '010000'],
      [{ yellow: 0.49 }, '000000'],
      [{ green: 1 }, '001000'],
      [{ blue: 1 }, '000100'],
      [{ white: 1, buzzer: true }, '000011'],
      [{ red: 1, yellow: 1 }, '110000'],
    ]
    for (const [frame, on] of frames) {
      show(driver, frame)
      assert.equal(pins(), asVoltages(on), JSON.stringify(frame))
    }
    driver.close()
    driver.close()
    assert.equal(whenLetGo.at(-1), asVoltages('000000'), 'when let go')
  })

  story(`lets no relay chatter as it comes and goes, ${activeLow ? 'active low' : 'active high'}`, async () => {
    const trace = traceDriving()
    const { driver } = await aTower({ ...tower, activeLow })
    assert.equal(trace.driven(), asVoltages('000000'))
    show(driver, { red: 1 })
    assert.equal(trace.driven(), asVoltages('100000'))
    driver.close()
    assert.equal(trace.driven(), asVoltages('000000'))
    trace.end()
  })
}

story('shows approval and unknown on a tower of three', async () => {
  const { driver, pins } = await aTower({ red: 17, yellow: 22, green: 27 })
  show(driver, { blue: 1 })
  assert.equal(pins(), '110000')
  show(driver, { white: 1 })
  assert.equal(pins(), '010000')
  driver.close()
})
