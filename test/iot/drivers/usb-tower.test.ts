import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Driver, LampTrouble, type OpenDriver } from '../../../iot/agent/drivers/driver.ts'
import { findPort } from '../../../iot/agent/drivers/serial-port.ts'
import { usbTowerDriver } from '../../../iot/agent/drivers/usb-tower.ts'
import { dark, only } from '../../../iot/agent/show/pattern.ts'
import { whereInstalled } from '../../../packages/local-cloud/test/peers.ts'
import { aShown } from '../show/an-animated-lamp.ts'
import { MovedClock } from '../clock/moved-clock.ts'

const main = fileURLToPath(new URL('../../../iot/agent/main.ts', import.meta.url))

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'andon-tower-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const rejection = async (open: OpenDriver) => {
  const opened = open(() => {}).then((driver) => driver.close())
  const error = await opened.then(
    () => new Error('it was opened'),
    (why: unknown) => why,
  )
  expect(error).toBeInstanceOf(LampTrouble)
  return (error as LampTrouble).message
}

describe('a tower that is not there', () => {
  it('is said to be missing', async () => {
    const port = join(folder, 'ttyUSB0')
    expect(await rejection(usbTowerDriver({ port }))).toBe(`there is no ${port}: is the tower plugged in?`)
  })

  it('is not taken for what is no serial port, and nothing is written there', async () => {
    const port = join(folder, 'a file')
    writeFileSync(port, 'precious')
    expect(await rejection(usbTowerDriver({ port }))).toBe(
      `${port} cannot be used as a serial port: stty cannot set it up`,
    )
    expect(await rejection(usbTowerDriver({ port: '/dev/null' }))).toContain('stty cannot set it up')
  })
})

describe('the port of a tower', () => {
  const withPorts = (...names: string[]) => {
    const ports = join(folder, 'by-id')
    mkdirSync(ports)
    for (const name of names) symlinkSync('/dev/null', join(ports, name))
    return ports
  }
  const [tower, other, third] = ['usb-1a86_USB_Serial-if00-port0', 'usb-Arduino-if00', 'usb-FTDI-if00-port0']

  it.each([
    ['the only one', [other], other],
    ['the likely one of several', [other, tower, third], tower],
  ])('is %s', (_what, names, found) => {
    const ports = withPorts(...names)
    expect(findPort(ports)).toBe(join(ports, found))
  })

  it.each([
    ['no folder', undefined, 'there is no USB serial port'],
    ['none in it', [], 'there is no USB serial port'],
    ['several that are alike', [other, third], 'several USB serial ports: set "port" to one of them: '],
    ['several likely ones', [tower, `${tower}-b`], 'several USB serial ports'],
  ])('cannot be told: %s', (_what, names, why) => {
    const ports = names === undefined ? join(folder, 'by-id') : withPorts(...names)
    expect(() => findPort(ports)).toThrow(LampTrouble)
    expect(() => findPort(ports)).toThrow(why)
  })
})

const withSocat = whereInstalled(['socat'], 'socat')

withSocat('a tower on a serial line', () => {
  let peer: ChildProcess
  let driver: Driver | undefined
  const heard: number[] = []
  const waiting = new Set<() => void>()
  const port = () => join(folder, 'tower')

  /** The other end of the line: what it hears is in `heard`. */
  async function plugIn() {
    heard.length = 0
    const made = Promise.withResolvers<void>()
    const watcher = watch(folder, () => existsSync(port()) && made.resolve())
    peer = spawn('socat', ['-u', `pty,link=${port()}`, 'stdout'], { stdio: ['ignore', 'pipe', 'inherit'] })
    peer.stdout!.on('data', (bytes: Buffer) => {
      heard.push(...bytes)
      for (const look of waiting) look()
    })
    await made.promise
    watcher.close()
  }
  const hears = (...bytes: number[]) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!heard.join().endsWith(bytes.join())) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  const open = async (clock = new MovedClock()) => {
    const lost = Promise.withResolvers<LampTrouble>()
    driver = await usbTowerDriver({ port: port() }, clock)(lost.resolve)
    return { driver, clock, lost: lost.promise }
  }
  const allOff = [0x21, 0x22, 0x24, 0x28]

  afterEach(async () => {
    driver?.close()
    driver = undefined
    if (peer.exitCode === null && peer.signalCode === null) {
      peer.kill('SIGKILL')
      await once(peer, 'exit')
    }
  })

  it('is told what to show, byte for byte, and left dark', async () => {
    await plugIn()
    const { driver: lamp } = await open()
    await hears(...allOff)
    lamp.show(only('red'), aShown('stop'))
    await hears(0x11, 0x22, 0x24, 0x28)
    lamp.show({ ...dark, buzzer: true }, aShown('stop'))
    await hears(0x21, 0x22, 0x24, 0x18)
    lamp.show(only('green'), aShown('calm'))
    await hears(0x21, 0x22, 0x14, 0x28)
    lamp.show(only('blue'), aShown('approval'))
    await hears(0x11, 0x12, 0x24, 0x28)
    lamp.show(only('white'), aShown('unknown'))
    await hears(0x21, 0x12, 0x24, 0x28)
    lamp.close()
    await hears(...allOff)
    expect(heard).toHaveLength(7 * 4)
  })

  it('is made dark for an agent that was killed', async () => {
    await plugIn()
    const { driver: lamp } = await open()
    lamp.show(only('green'), aShown('calm'))
    await hears(0x21, 0x22, 0x14, 0x28)

    const settings = join(folder, 'settings.json')
    const tower = { driver: 'usb-tower', port: realpathSync(port()) }
    writeFileSync(settings, JSON.stringify({ light: 'desk-1', broker: 'mqtt://127.0.0.1', lamp: tower }))
    const [code] = await once(spawn(process.execPath, [main, '--settings', settings, '--dark']), 'exit')
    expect(code).toBe(0)
    await hears(...allOff)
  })

  it('hears nothing twice, but for a reminder every other second', async () => {
    await plugIn()
    const { driver: lamp, clock } = await open()
    lamp.show(only('yellow', 0.8), aShown('help'))
    lamp.show(only('yellow', 0.6), aShown('help'))
    await hears(0x21, 0x12, 0x24, 0x28)
    expect(heard).toHaveLength(8)

    clock.pass(6)
    lamp.show(only('red'), aShown('stop'))
    await hears(0x11, 0x22, 0x24, 0x28)
    expect(heard).toHaveLength(6 * 4)
  })

  it('is missed soon after it was pulled out, also while nothing changes, and found when plugged in again', async () => {
    await plugIn()
    const { driver: lamp, clock, lost } = await open()
    lamp.show(only('green'), aShown('calm'))
    await hears(0x21, 0x22, 0x14, 0x28)
    peer.kill('SIGKILL')
    await once(peer, 'exit')

    clock.pass(2)
    const { message } = await lost
    expect(message).toBe(`${port()} does not take commands any more (EIO)`)
    lamp.show(only('red'), aShown('stop'))
    lamp.close()
    clock.pass(10)
    expect(await rejection(usbTowerDriver({ port: port() }))).toContain('there is no')

    rmSync(port(), { force: true })
    await plugIn()
    const again = await open()
    again.driver.show(only('red'), aShown('stop'))
    await hears(0x11, 0x22, 0x24, 0x28)
  })
})
