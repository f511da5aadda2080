import { setImmediate } from 'node:timers/promises'
import { type Driver, LampTrouble } from '../../../iot/agent/drivers/driver.ts'
import { keepDriverOpen } from '../../../iot/agent/show/keep-driver-open.ts'
import { only } from '../../../iot/agent/show/pattern.ts'
import { sparing } from '../../../iot/agent/sparing-log.ts'
import { keepTroubles } from '../../../iot/agent/troubles.ts'
import { aShown, seenOf } from './an-animated-lamp.ts'
import { MovedClock } from '../clock/moved-clock.ts'

/** A tower that is plugged in and out by hand, and its kept driver. */
function aTower({ isPlugged = true, chance = 1 } = {}) {
  const clock = new MovedClock()
  const tower = { isPlugged, attempts: 0, open: 0, shown: [] as string[], isMad: false }
  let pullOut: (trouble: LampTrouble) => void = () => {}
  const log: string[] = []
  const told: string[] = []
  const lamp: Driver = {
    show(frame) {
      if (tower.isMad) throw new Error('a fault of ours')
      tower.shown.push(seenOf(frame))
    },
    close: () => tower.open--,
  }
  const driver = keepDriverOpen({
    name: 'usb-tower',
    clock,
    chance: () => chance,
    tell: sparing((line) => log.push(line), clock),
    open: async (lost) => {
      tower.attempts++
      if (!tower.isPlugged) throw new LampTrouble('there is no such port')
      tower.open++
      pullOut = lost
      return lamp
    },
    onTrouble: (words) => told.push(words),
    onWell: () => told.push('well'),
  })
  return {
    clock,
    tower,
    driver,
    log,
    told,
    show: (state: 'calm' | 'stop') => driver.show(only(state === 'calm' ? 'green' : 'red'), aShown(state)),
    pullOut: (words = 'it was pulled out') => pullOut(new LampTrouble(words)),
    /** Time passes in small steps, so that what is opened can open. */
    pass: async (seconds: number) => {
      await setImmediate()
      for (let second = 0; second < seconds; second += 0.5) {
        clock.pass(0.5)
        await setImmediate()
      }
    },
  }
}

describe('a kept lamp', () => {
  it('shows what came before it was open, and what comes after', async () => {
    const { show, pass, tower, told, log } = aTower()
    show('stop')
    show('calm')
    expect(tower.shown).toEqual([])
    await pass(0)
    show('stop')

    expect(tower.shown).toEqual(['green', 'red'])
    expect(told).toEqual(['well'])
    expect(log).toEqual([])
  })

  it('is waited for while it is not there, and says so once a minute', async () => {
    const { show, pass, tower, told, log } = aTower({ isPlugged: false })
    show('calm')
    await pass(59)
    expect(tower.attempts).toBe(6)
    expect(new Set(told)).toEqual(new Set(['usb-tower: there is no such port']))
    expect(log).toEqual(['usb-tower: there is no such port; trying again in 1.0 s'])

    show('stop')
    tower.isPlugged = true
    await pass(60)
    expect(tower.shown).toEqual(['red'])
    expect(told.at(-1)).toBe('well')
    expect(log).toEqual(['usb-tower: there is no such port; trying again in 1.0 s', 'usb-tower: works again'])
  })

  it('is tried a minute apart at most, each time at a moment of its own', async () => {
    const { pass, tower } = aTower({ isPlugged: false })
    await pass(3600)
    expect(tower.attempts).toBeGreaterThanOrEqual(60)
    expect(tower.attempts).toBeLessThan(70)

    const spread = aTower({ isPlugged: false, chance: 0.5 })
    await spread.pass(3600)
    expect(spread.tower.attempts).toBeGreaterThan(115)
  })

  it('comes back when it is plugged in again, showing the newest', async () => {
    const { show, pass, pullOut, tower, told } = aTower()
    show('calm')
    await pass(0)
    tower.isPlugged = false
    pullOut()
    show('stop')
    expect(told).toEqual(['well', 'usb-tower: it was pulled out'])
    await pass(5)
    tower.isPlugged = true
    await pass(60)

    expect(tower.shown).toEqual(['green', 'red'])
    expect(told.at(-1)).toBe('well')
    expect(tower.open).toBe(1)
  })

  it('does not wear itself out on a lamp with a loose contact, and forgives one that held for a minute', async () => {
    const { pass, pullOut, tower } = aTower()
    await pass(0)
    for (let second = 0; second < 600; second++) {
      pullOut()
      await pass(1)
    }
    expect(tower.attempts).toBeLessThan(20)

    await pass(180)
    const before = tower.attempts
    pullOut()
    await pass(1)
    expect(tower.attempts).toBe(before + 1)
  })

  it('takes a fault of the driver for trouble, and goes on', async () => {
    const { show, pass, tower, told } = aTower()
    await pass(0)
    tower.isMad = true
    show('calm')
    expect(told).toEqual(['well', 'usb-tower: a fault of ours'])
    await pass(10)
    expect(told.slice(1)).not.toContain('well')

    tower.isMad = false
    await pass(60)
    expect(tower.shown).toEqual(['green'])
    expect(told.at(-1)).toBe('well')
    expect(tower.open).toBe(1)
  })

  it.each(['before it is open', 'while it is open', 'while it is lost'])('can be closed %s', async (when) => {
    const { driver, pass, pullOut, show, tower, told } = aTower()
    if (when !== 'before it is open') await pass(0)
    if (when === 'while it is lost') pullOut()
    const soFar = [...told]
    driver.close()
    await pass(120)
    pullOut()
    show('stop')
    await pass(120)

    expect(tower.attempts).toBe(1)
    expect(tower.open).toBe(0)
    expect(tower.shown).toEqual([])
    expect(told).toEqual(soFar)
  })

  it('hears nothing of an earlier attempt', async () => {
    const { pass, pullOut, tower, told } = aTower()
    await pass(0)
    pullOut('first')
    pullOut('once more')
    expect(told).toEqual(['well', 'usb-tower: first'])
    expect(tower.open).toBe(0)
  })
})

describe('the troubles of a lamp', () => {
  it('are those of all its parts, until each is well', () => {
    const changes: (string | undefined)[] = []
    const troubles = keepTroubles(() => changes.push(troubles.words()))
    const [tower, page] = [troubles.part('usb-tower'), troubles.part('page')]
    expect(troubles.words()).toBe('usb-tower: not open yet; page: not open yet')

    tower.onWell()
    page.onWell()
    page.onWell()
    tower.onTrouble('usb-tower: gone')
    tower.onTrouble('usb-tower: gone')
    page.onTrouble('page: port 80 is taken')
    tower.onWell()

    expect(changes).toEqual([
      'page: not open yet',
      undefined,
      'usb-tower: gone',
      'usb-tower: gone; page: port 80 is taken',
      'page: port 80 is taken',
    ])
  })
})
