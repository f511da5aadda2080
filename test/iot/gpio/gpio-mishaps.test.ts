import { constants } from 'node:os'
import type { LampTrouble } from '../../../iot/agent/drivers/driver.ts'
import { gpioDriver } from '../../../iot/agent/drivers/gpio.ts'
import { openInputs } from '../../../iot/agent/gpio/inputs.ts'
import { CallFailed, callC, type Kernel } from '../../../iot/agent/gpio/kernel.ts'
import { ioctls } from '../../../iot/agent/gpio/uapi.ts'
import { dark } from '../../../iot/agent/show/pattern.ts'
import { aKernel, anEvent } from './gpio-fake-kernel.ts'

const pi5 = { label: 'pinctrl-rp1' }
const tower = { red: 17, yellow: 22, green: 27 }
const shown = { state: 'unknown', because: 'not-connected' } as const
const neverLost = (trouble: LampTrouble): void => {
  throw trouble
}

describe('a mishap that is not the chip’s', () => {
  it('in the listener of an edge is not taken for the chip’s', async () => {
    const machine = aKernel(pi5)
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    const hear = () => {
      throw full
    }
    await openInputs({ lines: [{ line: 4, activeLow: true }] }, hear, neverLost, machine.kernel)
    machine.said()
    expect(() => machine.hasToRead(anEvent(4, true, 1000))).toThrow(full)
    expect(machine.said()).toEqual([])
  })

  it('in another chip does not keep us from ours', async () => {
    const machine = aKernel({ label: 'expander' }, pi5)
    const withoutFirst = async (): Promise<Kernel> => {
      const kernel = await machine.kernel()
      return {
        ...kernel,
        ioctl(fd, request, argument) {
          if (fd === 0 && request === ioctls.chipInfo) throw new CallFailed('ioctl', 'ENODEV')
          kernel.ioctl(fd, request, argument)
        },
      }
    }
    await gpioDriver(tower, withoutFirst)(neverLost)
    expect(machine.said()).toEqual(['open 0', 'close 0', 'open 1', 'request 17,22,27', 'close 1'])
  })
})

it('is lost when a lamp could not be switched just now, for what it shows is not what it should', async () => {
  const { kernel, failWith } = aKernel(pi5)
  const lost: string[] = []
  const driver = await gpioDriver(tower, kernel)(({ message }) => void lost.push(message))
  // An expander's bus says so when somebody else was speaking.
  failWith('EAGAIN')
  driver.show({ ...dark, red: 1 }, shown)
  await Promise.resolve()
  expect(lost).toEqual(['the GPIO chip "pinctrl-rp1" was lost (EAGAIN)'])
})

it('names a chip once that is there under two names, as on the Pi 5', async () => {
  const { kernel } = aKernel(pi5, { label: 'gpio-brcmstb' }, pi5)
  await expect(gpioDriver({ ...tower, chip: 'my-board' }, kernel)(neverLost)).rejects.toMatchObject({
    message: 'no GPIO chip labelled my-board: this machine has "pinctrl-rp1", "gpio-brcmstb"',
  })
})

describe('a call to the kernel', () => {
  function called(code: 'EINTR' | 'EBUSY') {
    const answers = [-1, -1, 0, 0]
    const call = () =>
      callC(
        'ioctl',
        () => answers.shift() ?? 0,
        () => constants.errno[code],
      )
    return { call, times: () => 4 - answers.length }
  }

  it('is made again when a signal came first', () => {
    const { call, times } = called('EINTR')
    call()
    expect(times()).toBe(3)
  })

  it('is made once when the kernel refuses', () => {
    const { call, times } = called('EBUSY')
    expect(call).toThrow(new CallFailed('ioctl', 'EBUSY'))
    expect(times()).toBe(1)
  })
})
