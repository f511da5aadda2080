import { LampTrouble } from '../../../iot/agent/drivers/driver.ts'
import { gpioDriver, type GpioOptions } from '../../../iot/agent/drivers/gpio.ts'
import { type LineEdge, openInputs } from '../../../iot/agent/gpio/inputs.ts'
import { dark, type Frame } from '../../../iot/agent/show/pattern.ts'
import { aKernel, anEvent } from './gpio-fake-kernel.ts'

const pi4 = { label: 'pinctrl-bcm2711' }
const tower: GpioOptions = { red: 17, yellow: 22, green: 27 }
const shown = { state: 'unknown', because: 'not-connected' } as const
const neverLost = (trouble: LampTrouble): void => {
  throw trouble
}

/** Takes hold of a tower on a machine with these chips. */
async function aTower(options: Partial<GpioOptions> = {}, lost = neverLost, machine = aKernel(pi4)) {
  const driver = await gpioDriver({ ...tower, ...options }, machine.kernel)(lost)
  const show = (frame: Partial<Frame>) => driver.show({ ...dark, ...frame }, shown)
  return { driver, show, ...machine }
}
const refusalOn = (machine: ReturnType<typeof aKernel>, options: Partial<GpioOptions> = {}) =>
  aTower(options, neverLost, machine).then(
    () => 'opened',
    (error: unknown) => (error instanceof LampTrouble ? error.message : `not a LampTrouble: ${String(error)}`),
  )

describe('lamps on GPIO', () => {
  it('takes all its lines in one request, and lets go of the chip itself', async () => {
    const { said } = await aTower({ blue: 5, buzzer: 13 })
    expect(said()).toEqual(['open 0', 'request 17,22,27,5,13', 'close 0'])
  })

  it('asks the kernel only when a lamp changes', async () => {
    const { show, said } = await aTower()
    said()
    for (const yellow of [0.6, 0.9, 1, 0.5]) show({ yellow })
    for (const yellow of [0.49, 0.1]) show({ yellow })
    expect(said()).toEqual(['set 10 of 111', 'set 0 of 111'])
  })

  it('goes dark before it lets go, and only once', async () => {
    const { driver, show, said } = await aTower()
    show({ red: 1 })
    said()
    driver.close()
    driver.close()
    show({ red: 1 })
    expect(said()).toEqual(['set 0 of 111', 'listens no more', 'close 100'])
  })

  it.each(['ENODEV', 'EIO'])('is lost once when switching meets %s, and not from within', async (code) => {
    const lost: string[] = []
    const { driver, show, said, failWith } = await aTower({}, ({ message }) => void lost.push(message))
    said()
    failWith(code)
    show({ red: 1 })
    show({ green: 1 })
    expect(lost).toEqual([])
    await Promise.resolve()
    driver.close()
    expect(lost).toEqual([`the GPIO chip "pinctrl-bcm2711" was lost (${code})`])
    expect(said()).toEqual(['listens no more', 'close 100'])
  })

  it('is lost while nothing changes, too', async () => {
    const lost: string[] = []
    const { hasToRead } = await aTower({}, ({ message }) => void lost.push(message))
    hasToRead('EAGAIN')
    hasToRead('ENODEV')
    hasToRead('ENODEV')
    await Promise.resolve()
    expect(lost).toEqual(['the GPIO chip "pinctrl-bcm2711" was lost (ENODEV)'])
  })

  it('is not lost any more once it is being closed', async () => {
    const lost: LampTrouble[] = []
    const { driver, show, said, failWith } = await aTower({}, (trouble) => void lost.push(trouble))
    show({ red: 1 })
    said()
    failWith('ENODEV')
    driver.close()
    await Promise.resolve()
    expect(lost).toEqual([])
    expect(said()).toEqual(['listens no more', 'close 100'])
  })
})

describe('what the operator is told', () => {
  it.each<[string, string, ReturnType<typeof aKernel>, Partial<GpioOptions>]>([
    [
      'no chip at all',
      'no GPIO chip of a Raspberry Pi (pinctrl-rp1, pinctrl-bcm2711, pinctrl-bcm2835): this machine has none',
      aKernel(),
      {},
    ],
    [
      'only other chips, one of them with a hostile name',
      'no GPIO chip labelled my-board: this machine has "pinctrl-bcm2711", "expander"',
      aKernel(pi4, { label: '\x1b[2Jexpander\n' }),
      { chip: 'my-board' },
    ],
    [
      'no permission',
      'no permission for /dev/gpiochip0, /dev/gpiochip2: add the user that runs this to the group gpio',
      aKernel({ label: '?', closedWith: 'EACCES' }, { label: 'expander' }, { label: '?', closedWith: 'EPERM' }),
      {},
    ],
    ['a line too high', 'there is no GPIO 54 on "pinctrl-bcm2711", only 0 to 53', aKernel(pi4), { red: 54 }],
    [
      'one line for two lamps',
      'GPIO 17 is set twice: choose another pin for one of them',
      aKernel(pi4),
      { yellow: 17 },
    ],
    [
      'lines that others hold',
      'GPIO 17 is in use by "gpioset", GPIO 27 is in use by another program on "pinctrl-bcm2711": stop what uses it, or choose another pin',
      aKernel({ ...pi4, held: { 17: 'gpio\x07set', 27: '' } }),
      {},
    ],
    [
      'lines that others have just let go',
      'GPIO 17, 22, 27 was in use just now on "pinctrl-bcm2711": stop what uses it, or choose another pin',
      aKernel({ ...pi4, refuses: 'EBUSY' }),
      {},
    ],
    [
      'whatever else',
      'the GPIO chip "pinctrl-bcm2711" refused GPIO 17, 22, 27 (EINVAL)',
      aKernel({ ...pi4, refuses: 'EINVAL' }),
      {},
    ],
  ])('%s', async (_case, message, machine, options) => expect(await refusalOn(machine, options)).toBe(message))

  it('leaves nothing open after a refusal', async () => {
    const machine = aKernel({ label: 'expander' }, { ...pi4, held: { 22: 'gpioset' } })
    await refusalOn(machine)
    expect(machine.said()).toEqual(['open 0', 'close 0', 'open 1', 'close 1'])
  })

  it('passes over a chip that goes away while it looks', async () => {
    expect(await refusalOn(aKernel({ label: '?', closedWith: 'ENODEV' }, pi4))).toBe('opened')
  })

  it.each(['pinctrl-rp1', 'pinctrl-bcm2711', 'pinctrl-bcm2835'])('knows %s by itself', async (label) => {
    expect(await refusalOn(aKernel({ label: 'gpio-brcmstb' }, { label }))).toBe('opened')
  })
})

describe('contacts on GPIO', () => {
  const lines = [
    { line: 4, activeLow: true },
    { line: 25, activeLow: false },
  ]
  async function contacts(lost = neverLost) {
    const machine = aKernel(pi4)
    const edges: LineEdge[] = []
    let andThen = () => {}
    const hear = (edge: LineEdge) => {
      edges.push(edge)
      andThen()
    }
    const inputs = await openInputs({ lines }, hear, lost, machine.kernel)
    return { ...machine, edges, inputs, closeOnNextEdge: () => (andThen = () => inputs.close()) }
  }

  it('are one request, and tell their edges in the order of the kernel', async () => {
    const { said, hasToRead, edges } = await contacts()
    expect(said()).toEqual(['open 0', 'request 4,25', 'close 0'])
    hasToRead(Buffer.concat([anEvent(4, true, 1000), anEvent(25, true, 1020)]))
    hasToRead(anEvent(4, false, 1200))
    expect(edges).toEqual([
      { line: 4, pressed: true, at: 1000 },
      { line: 25, pressed: true, at: 1020 },
      { line: 4, pressed: false, at: 1200 },
    ])
  })

  it('tell nothing more when closed, though the kernel still wakes them', async () => {
    const { hasToRead, edges, inputs, said } = await contacts()
    said()
    inputs.close()
    inputs.close()
    hasToRead(anEvent(4, true, 1000))
    expect(edges).toEqual([])
    expect(said()).toEqual(['listens no more', 'close 100'])
  })

  it('tell nothing more of what came together, when closed from within', async () => {
    const { hasToRead, edges, closeOnNextEdge } = await contacts()
    closeOnNextEdge()
    hasToRead(Buffer.concat([anEvent(4, true, 1000), anEvent(4, false, 1200)]))
    expect(edges).toHaveLength(1)
  })

  it('are lost once when the chip goes away', async () => {
    const lost: string[] = []
    const { hasToRead, edges } = await contacts(({ message }) => void lost.push(message))
    hasToRead('ENODEV')
    await Promise.resolve()
    expect(lost).toEqual(['the GPIO chip "pinctrl-bcm2711" was lost (ENODEV)'])
    expect(edges).toEqual([])
  })
})
