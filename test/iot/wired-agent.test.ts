import { LampTrouble } from '../../iot/agent/drivers/driver.ts'
import { aCommand } from './lamp/a-command.ts'
import { aContactInHand, aLampInHand, aWiredAgent, partsOpened } from './a-wired-agent.ts'

const fresh = (but: Parameters<typeof aCommand>[0] = {}) => aCommand({ at: '2026-11-21T09:00:00.000Z', ...but })

describe('an agent with its lamps', () => {
  it('shows the same on all of them, and leaves all of them dark', async () => {
    const [tower, page] = [aLampInHand('gpio'), aLampInHand('page')]
    const { agent, connect, command } = await aWiredAgent({ lamps: [tower.part, page.part] })
    connect()
    command(fresh({ state: 'calm' }))
    expect([tower.seen.at(-1), page.seen.at(-1)]).toEqual(['green', 'green'])

    await agent.close()
    expect([tower.seen.at(-1), page.seen.at(-1)]).toEqual(['closed', 'closed'])
  })

  it('claims nothing of a lamp that it cannot reach, says why, and shows the newest on it once it is there', async () => {
    const lamp = aLampInHand('usb-tower')
    lamp.missing = new LampTrouble('no tower is plugged in')
    const { agent, clock, connect, command, report } = await aWiredAgent({ lamps: [lamp.part] })
    connect()
    command(fresh({ state: 'calm' }))

    expect(report()).toMatchObject({ state: 'unknown', appliedV: 1, reason: 'usb-tower: no tower is plugged in' })
    expect(agent.status()).toBe('connected, shows calm; usb-tower: no tower is plugged in')

    lamp.missing = undefined
    await partsOpened()
    clock.pass(60)
    await partsOpened()
    expect(lamp.seen.at(-1)).toBe('green')
    expect(report()).toMatchObject({ state: 'calm' })
    expect(report()).not.toHaveProperty('reason')
  })

  it('says so when one of them goes away while it runs, and the other shows on', async () => {
    const [tower, page] = [aLampInHand('usb-tower'), aLampInHand('page')]
    const { connect, command, report } = await aWiredAgent({ lamps: [tower.part, page.part] })
    connect()
    command(fresh({ state: 'calm' }))
    tower.missing = new LampTrouble('no tower is plugged in')
    tower.lose(new LampTrouble('was pulled out'))
    expect(report()).toMatchObject({ state: 'unknown', reason: expect.stringContaining('usb-tower') })

    command(fresh({ v: 2, state: 'test' }))
    expect(page.seen.at(-1)).not.toBe('green')
  })

  it('is well while it draws, whether or not there is contact', async () => {
    const { agent, clock } = await aWiredAgent({ lamps: [aLampInHand('gpio').part] })
    clock.pass(3600)
    expect(agent.isWell()).toBe(true)
    expect(agent.status()).toBe('not connected to the broker')
  })
})

describe('an agent with a cord', () => {
  it('blinks at once and without contact, and sends the pull, with its own time, when contact is back', async () => {
    const [lamp, cord] = [aLampInHand('gpio'), aContactInHand()]
    const { clock, connect, pulls } = await aWiredAgent({ lamps: [lamp.part], cord: cord.open })
    clock.pass(10)
    const before = lamp.seen.at(-1)

    cord.edge(true, 100)
    expect(lamp.seen.at(-1)).not.toBe(before)
    cord.edge(false, 200)
    clock.pass(3600)
    expect(pulls).toEqual([])

    connect()
    expect(pulls).toEqual([
      expect.objectContaining({ click: 'SINGLE', at: expect.stringMatching(/^2026-11-21T09:00:1/) }),
    ])
  })

  it('says in its report, beside the true state, that nobody can pull', async () => {
    const [lamp, cord] = [aLampInHand('gpio'), aContactInHand()]
    const { connect, command, report } = await aWiredAgent({ lamps: [lamp.part], cord: cord.open })
    connect()
    command(fresh({ state: 'calm' }))
    expect(report()).not.toHaveProperty('reason')

    cord.lose(new LampTrouble('the chip is gone'))
    expect(report()).toMatchObject({ state: 'calm', reason: 'cord: the chip is gone' })
  })

  it('counts a press as ended when the contact is lost, so that no stop comes of it', async () => {
    const [lamp, cord] = [aLampInHand('gpio'), aContactInHand()]
    const { clock, connect, pulls } = await aWiredAgent({ lamps: [lamp.part], cord: cord.open })
    connect()
    cord.edge(true, 100)
    cord.lose(new LampTrouble('the chip is gone'))
    clock.pass(10)
    expect(pulls.map(({ click }) => click)).toEqual(['SINGLE'])
  })
})

describe('a buzzer', () => {
  const stop = fresh({ state: 'stop', ttlSeconds: 86_400 })
  const heard = (seen: readonly string[]) => seen.some((each) => each.includes('buzzer'))

  it('is muted by the button for as long as is set, which lamp and report show', async () => {
    const [lamp, mute] = [aLampInHand('usb-tower', { hasBuzzer: true }), aContactInHand()]
    const buzzer = { quiet: [], muteHours: 1 }
    const { clock, connect, command, report } = await aWiredAgent({ lamps: [lamp.part], mute: mute.open, buzzer })
    connect()
    command(stop)
    clock.pass(5)
    expect(heard(lamp.seen)).toBe(true)
    expect(report()).toMatchObject({ muted: false })

    mute.edge(true, 100)
    mute.edge(false, 200)
    lamp.seen.length = 0
    clock.pass(3500)
    expect(heard(lamp.seen)).toBe(false)
    expect(lamp.seen.length).toBeGreaterThan(0)
    expect(report()).toMatchObject({ muted: true })

    clock.pass(120)
    expect(heard(lamp.seen)).toBe(true)
    expect(report()).toMatchObject({ muted: false })
  })

  it('is no word in the report of a lamp that has none', async () => {
    const { connect, report } = await aWiredAgent({ lamps: [aLampInHand('gpio').part] })
    connect()
    expect(report()).not.toHaveProperty('muted')
  })
})
