import { readdirSync } from 'node:fs'
import { aBroker, allOf, nineOClock, outboxesInAFolder } from './an-outbox.ts'
import { MovedClock } from '../clock/moved-clock.ts'

describe('the pulls of a cord', () => {
  let made: ReturnType<typeof outboxesInAFolder>
  const open: typeof made.open = (but) => made.open(but)

  beforeEach(() => {
    made = outboxesInAFolder()
  })
  afterEach(() => made.remove())

  it('go out at once, one at a time and in order, and leave nothing behind', async () => {
    const outbox = open()
    const { send, ids, confirm } = aBroker()
    outbox.connected(send)

    for (const click of ['SINGLE', 'LONG', 'DOUBLE'] as const) expect(outbox.add(click)).toBe('on-disk')
    expect(ids()).toEqual(['pull-1'])
    confirm()
    expect(ids()).toEqual(['pull-1', 'pull-2'])
    confirm()
    confirm()

    expect(ids()).toEqual(['pull-1', 'pull-2', 'pull-3'])
    await outbox.settled()
    expect(readdirSync(made.path(''))).toEqual([])
    expect(made.log).toEqual([])
  })

  it('wait for a connection, and are sent again by the same id when it broke before they were confirmed', () => {
    const outbox = open()
    outbox.add('SINGLE')
    const first = aBroker()
    outbox.connected(first.send)
    outbox.lost()

    const second = aBroker()
    outbox.connected(second.send)
    expect([...first.ids(), ...second.ids()]).toEqual(['pull-1', 'pull-1'])
    second.confirm()
    // The first broker's word comes late, when there is nothing left.
    first.confirm()
    outbox.add('LONG')

    expect(second.ids()).toEqual(['pull-1', 'pull-2'])
    expect(outbox.size()).toBe(1)
  })

  it('are not taken for sent by a late word about the one before', () => {
    const outbox = open()
    outbox.add('SINGLE')
    outbox.add('LONG')
    const [first, second] = [aBroker(), aBroker()]
    outbox.connected(first.send)
    outbox.connected(second.send)
    second.confirm()
    first.confirm()

    expect(second.ids()).toEqual(['pull-1', 'pull-2'])
    expect(outbox.size()).toBe(1)
  })

  describe('made while the clock was not set', () => {
    const aClockWithoutTime = () => {
      const clock = new MovedClock(nineOClock)
      clock.forgetWall()
      return clock
    }

    it('get their time once it is', () => {
      const clock = aClockWithoutTime()
      const outbox = open({ clock })
      outbox.add('SINGLE')
      clock.pass(90)
      clock.setWall(nineOClock)
      expect(allOf(outbox)).toEqual([{ id: 'pull-1', click: 'SINGLE', at: '2026-11-21T08:58:30.000Z' }])
    })

    it('get it after a restart of the process as well', () => {
      const clock = aClockWithoutTime()
      open({ clock }).add('SINGLE')
      clock.pass(90)
      clock.setWall(nineOClock)
      expect(allOf(open({ clock }))[0]?.at).toBe('2026-11-21T08:58:30.000Z')
    })

    it('have none after a restart of the machine', () => {
      open({ clock: aClockWithoutTime() }).add('SINGLE')
      const clock = Object.assign(new MovedClock(nineOClock), { boot: 'boot-2' })
      expect(allOf(open({ clock }))).toEqual([{ id: 'pull-1', click: 'SINGLE' }])
    })

    it('do not wait for it', () => {
      const outbox = open({ clock: aClockWithoutTime() })
      outbox.add('LONG')
      expect(allOf(outbox)).toEqual([{ id: 'pull-1', click: 'LONG' }])
    })
  })

  it('are kept in memory where no folder is named', () => {
    const outbox = open({ folder: undefined })
    expect(outbox.add('SINGLE')).toBe('in-memory')
    expect(allOf(outbox)).toHaveLength(1)
  })

  it('are a thousand at most, and the log says when a pull is lost', () => {
    const outbox = open({ folder: undefined })
    for (let times = 0; times < 1000; times++) expect(outbox.add('SINGLE')).toBe('in-memory')
    expect(outbox.add('LONG')).toBe('refused')
    expect(made.log).toEqual(['desk-1: 1000 pulls are waiting to be sent: this pull is dropped'])
    expect(allOf(outbox)).toHaveLength(1000)
    expect(outbox.add('LONG')).toBe('in-memory')
  })
})
