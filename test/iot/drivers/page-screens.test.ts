import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { PageListeners } from '../../../iot/agent/drivers/page-listeners.ts'
import { only } from '../../../iot/agent/show/pattern.ts'
import { ask, clock, listen, openPage, statusOfOneMore } from './a-page.ts'
import { aShown } from '../show/an-animated-lamp.ts'

describe('a screen', () => {
  const frame = (...lamps: number[]) => `frame ${JSON.stringify({ lamps })}`
  const words = (state: string, but = {}) =>
    `words ${JSON.stringify({ light: 'desk-1', state, also: '', line: '', reasons: [], more: '', ...but })}`

  it('hears what is, then what changes, and nothing twice', async () => {
    const lamp = await openPage()
    lamp.show(only('green'), aShown('calm'))
    const { heard, until } = await listen()
    lamp.show(only('green', 0.999), aShown('calm'))
    lamp.show(only('red'), { ...aShown('stop', true), isMuted: true })
    lamp.show(only('white', 0.456), aShown('unknown'))
    await until((all) => all.length === 6)

    expect(heard).toEqual([
      frame(0, 0, 1, 0, 0),
      words('calm', { line: 'checkout' }),
      frame(1, 0, 0, 0, 0),
      words('stop', { also: 'answered · muted', line: 'checkout' }),
      frame(0, 0, 0, 0, 0.46),
      words('unknown', { reasons: ['the last command is too old'] }),
    ])
  })

  it('hears a beat every other second while nothing changes', async () => {
    await openPage()
    const { heard, until } = await listen()
    clock.pass(7)
    await until((all) => all.length === 5)
    expect(heard.slice(2)).toEqual(['beat {}', 'beat {}', 'beat {}'])
  })

  it('is told a stranger’s text without controls, in one line', async () => {
    const lamp = await openPage()
    const reasons = ['a\r\n\r\nevent: frame\ndata: {}\u202e\u0000 b', '<script>alert(1)</script>', 'x'.repeat(9000)]
    lamp.show(only('red'), { state: 'stop', acknowledged: false, line: '\u001b[2Jcheckout', reasons })
    const { heard, until } = await listen()
    await until((all) => all.length === 2)
    expect(heard[1]).toBe(
      words('stop', {
        line: 'checkout',
        reasons: ['a event: frame data: {} b', '<script>alert(1)</script>', `${'x'.repeat(119)}…`],
      }),
    )
  })

  it('is told how many reasons there are beside those that it has room for', async () => {
    const lamp = await openPage()
    const reasons = 'abcdefghij'.split('')
    lamp.show(only('yellow'), { state: 'help', acknowledged: false, line: 'checkout', reasons })
    const { heard, until } = await listen()
    await until((all) => all.length === 2)
    expect(heard[1]).toBe(words('help', { line: 'checkout', reasons: ['a', 'b'], more: 'and at least 8 more' }))
  })

  it('is turned away when there are too many, and has room again when one leaves', async () => {
    await openPage()
    const screens = await Promise.all(Array.from({ length: 16 }, listen))
    expect((await ask('/changes')).status).toBe(503)
    expect((await ask('/')).status).toBe(200)

    screens[0]!.response.destroy()
    // The server notices in its own time.
    while ((await statusOfOneMore()) === 503);
    expect(await statusOfOneMore()).toBe(503)
  })

  it('that takes nothing any more is let go, and the others go on', () => {
    const listeners = new PageListeners()
    const [stuck, well] = [new FakeResponse(), new FakeResponse()]
    listeners.add(stuck.asResponse, 'hello ')
    listeners.add(well.asResponse, 'hello ')
    stuck.waiting = 17_000
    listeners.say('news ')
    listeners.say('more')

    expect(stuck).toMatchObject({ isDestroyed: true, written: 'hello ' })
    expect(well).toMatchObject({ isDestroyed: false, written: 'hello news more' })
  })

  it('hears no more once the lamp is closed', async () => {
    const lamp = await openPage()
    const { ended } = await listen()
    lamp.close()
    await ended
    await expect(ask('/')).rejects.toThrow('ECONNREFUSED')
  })
})

/** An answer to a screen, of which `waiting` bytes have not been taken. */
class FakeResponse extends EventEmitter {
  waiting = 0
  written = ''
  isDestroyed = false

  get writableLength() {
    return this.waiting
  }
  write(text: string) {
    this.written += text
  }
  destroy() {
    this.isDestroyed = true
    this.emit('close')
  }
  get asResponse() {
    return this as unknown as ServerResponse
  }
}
