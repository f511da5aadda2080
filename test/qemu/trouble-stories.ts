import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import type { LampTrouble } from '../../iot/agent/drivers/driver.ts'
import { gpioDriver } from '../../iot/agent/drivers/gpio.ts'
import { openInputs } from '../../iot/agent/gpio/inputs.ts'
import { dark } from '../../iot/agent/show/pattern.ts'
import { plug } from './gpio-sim.ts'
import { Heard, neverLost } from './heard.ts'
import { story } from './story.ts'

const tower = { red: 17, yellow: 22, green: 27 }
const openTower = (options: { chip?: string; red?: number } = {}, lost: (trouble: LampTrouble) => void = neverLost) =>
  gpioDriver({ ...tower, ...options })(lost)
const openCord = (lost: (trouble: LampTrouble) => void) =>
  openInputs({ lines: [{ line: 4, activeLow: true }] }, () => {}, lost)
const shown = { state: 'unknown', because: 'not-connected' } as const

const troubleWith = (message: string) => ({ name: 'LampTrouble', message })

story('says who holds a line', async () => {
  const chip = plug('pinctrl-bcm2711')
  const stranger = spawn('gpioset', ['--banner', '-c', chip.name, '22=1'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(stranger.stdout, 'data')
  await assert.rejects(
    openTower(),
    troubleWith('GPIO 22 is in use by "gpioset" on "pinctrl-bcm2711": stop what uses it, or choose another pin'),
  )
  stranger.kill()
  await once(stranger, 'exit')

  const driver = await openTower()
  await assert.rejects(
    openTower(),
    troubleWith(
      'GPIO 17 is in use by "andon", GPIO 22 is in use by "andon", GPIO 27 is in use by "andon" on "pinctrl-bcm2711": stop what uses it, or choose another pin',
    ),
  )
  driver.close()
})

story('says which chips there are when the one it wants is not', async () => {
  await assert.rejects(
    openTower({ chip: 'my-board' }),
    troubleWith('no GPIO chip labelled my-board: this machine has none'),
  )
  for (const label of ['first', 'second']) plug(label)
  await assert.rejects(
    openTower({ chip: 'my-board' }),
    troubleWith('no GPIO chip labelled my-board: this machine has "first", "second"'),
  )
  await assert.rejects(
    openTower(),
    troubleWith(
      'no GPIO chip of a Raspberry Pi (pinctrl-rp1, pinctrl-bcm2711, pinctrl-bcm2835): this machine has "first", "second"',
    ),
  )
  const driver = await openTower({ chip: 'second' })
  driver.close()
})

story('says that there is no such line', async () => {
  plug('pinctrl-bcm2711', 28)
  await assert.rejects(openTower({ red: 28 }), troubleWith('there is no GPIO 28 on "pinctrl-bcm2711", only 0 to 27'))
  await assert.rejects(openTower({ red: 22 }), troubleWith('GPIO 22 is set twice: choose another pin for one of them'))
})

story('says that it lacks permission', async () => {
  const chip = plug('pinctrl-bcm2711')
  process.seteuid!(65534)
  try {
    await assert.rejects(
      openTower(),
      troubleWith(`no permission for /dev/${chip.name}: add the user that runs this to the group gpio`),
    )
  } finally {
    process.seteuid!(0)
  }
})

story(
  'tells once that the chip was torn out, also while nothing changes, and starts again when it is back',
  async () => {
    const chip = plug('pinctrl-bcm2711')
    const lost = new Heard<string>()
    const tell = ({ message }: LampTrouble) => lost.hear(message)
    const steady = await openTower({}, tell)
    steady.show({ ...dark, green: 1 }, shown)
    const cord = await openCord(tell)
    chip.unplug()
    const message = 'the GPIO chip "pinctrl-bcm2711" was lost (ENODEV)'
    assert.deepEqual([await lost.next(), await lost.next()], [message, message])

    steady.show({ ...dark, red: 1 }, shown)
    steady.close()
    cord.close()
    assert.deepEqual(lost.rest, [])

    const anew = plug('pinctrl-bcm2711')
    const driver = await openTower()
    driver.show({ ...dark, red: 1 }, shown)
    assert.equal(anew.voltages([17]), '1')
    driver.close()
    anew.unplug()
  },
)

story('tells that the chip was torn out when it switches first, and not when it is being closed', async () => {
  const lost = new Heard<string>()
  for (const act of ['show', 'close'] as const) {
    const chip = plug('pinctrl-bcm2711')
    const driver = await openTower({}, ({ message }) => lost.hear(`${act}: ${message}`))
    driver.show({ ...dark, green: 1 }, shown)
    chip.unplug()
    if (act === 'show') {
      driver.show({ ...dark, red: 1 }, shown)
      assert.deepEqual(lost.rest, [], 'not from within show')
      assert.equal(await lost.next(), 'show: the GPIO chip "pinctrl-bcm2711" was lost (ENODEV)')
    }
    driver.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.deepEqual(lost.rest, [])
})

story('leaves no descriptor open', async () => {
  const open = () => readdirSync('/proc/self/fd').length
  plug('pinctrl-bcm2711')
  const before = open()
  for (let times = 0; times < 20; times++) {
    const [driver, cord] = [await openTower(), await openCord(neverLost)]
    await assert.rejects(openTower())
    driver.close()
    cord.close()
  }
  assert.equal(open(), before)
})
