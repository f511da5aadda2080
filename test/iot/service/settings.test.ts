import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings } from '../../../iot/agent/service/settings.ts'
import { readSettingsFile } from '../../../iot/agent/service/settings-file.ts'

const least = { light: 'desk-1', broker: 'mqtts://broker.example', lamp: { driver: 'plain' } }
const tower = { driver: 'gpio', red: 17, yellow: 22, green: 27 }
const read = (but: object) => readSettings(JSON.stringify({ ...least, ...but }))

describe('settings', () => {
  it('need no more than who the light is and where it shows', () => {
    expect(read({})).toEqual({
      light: 'desk-1',
      broker: 'mqtts://broker.example',
      lamps: [{ driver: 'plain' }],
      buzzer: { quiet: [], muteHours: 2 },
    })
  })

  it('may name several lamps, a cord, a mute button and quiet hours', () => {
    expect(
      read({
        lamp: [tower, { driver: 'page' }],
        cord: { line: 4 },
        mute: { line: 5, opens: true },
        buzzer: { quietHours: ['22:00-07:00'], muteHours: 8 },
      }),
    ).toMatchObject({
      lamps: [tower, { driver: 'page', port: 8080 }],
      cord: { line: 4, opens: false },
      mute: { line: 5, opens: true },
      buzzer: { quiet: [{ from: 1320, to: 420 }], muteHours: 8 },
    })
  })

  it.each([
    [{ light: 'A/+' }, 'light: not a light name'],
    [{ colour: 'red' }, 'the settings: unknown field "colour"'],
    [{ lamp: {} }, /^lamp\.driver: .*'gpio'.*'plain'/],
    [{ lamp: [] }, 'lamp: the list is empty'],
    [{ lamp: { driver: 'gpio', red: 1, yellow: 2 } }, 'lamp.green: not a GPIO number'],
    [{ lamp: [tower, { driver: 'gpio', red: -1, yellow: 2, green: 3 }] }, 'lamp.1.red: not a GPIO number'],
    [{ lamp: { ...tower, activeHigh: true } }, 'lamp: unknown field "activeHigh"'],
    [{ lamp: { driver: 'apa102' } }, 'lamp: give either spi, or both data and clock'],
    [{ lamp: { driver: 'apa102', data: 1 } }, 'lamp: give either spi, or both data and clock'],
    [{ lamp: { driver: 'apa102', spi: '/dev/spidev0.0', data: 1, clock: 2 } }, 'lamp: give either'],
    [{ lamp: { driver: 'page', port: 80 } }, 'lamp.port: not from 1024 to 65535'],
    [{ lamp: { driver: 'usb-tower', port: 'COM1' } }, 'lamp.port: not a device file'],
    [{ certificate: 'c.pem' }, 'key: give certificate and key together'],
    [{ certificate: 'c.pem', key: '../key.pem' }, 'key: not a file name without folders'],
    [{ buzzer: { quietHours: ['night'] } }, 'buzzer.quietHours.0: not written as in 22:00-07:00'],
    [{ lamp: tower, cord: { line: 22 } }, 'GPIO 22 is set twice, for yellow and cord'],
    [{ cord: { line: 4 }, mute: { line: 4 } }, 'GPIO 4 is set twice, for cord and mute'],
  ])('%j are refused, and the place is named', (but, why) => {
    expect(() => read(but)).toThrow(why)
  })

  it('may use the same number on two chips', () => {
    expect(read({ lamp: { ...tower, chip: 'expander' }, cord: { line: 22 } }).cord?.line).toBe(22)
  })
})

describe('a file of settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'andon-'))
  const file = join(folder, 'settings.json')
  afterAll(() => rmSync(folder, { recursive: true }))
  const readFile = (text: string) => {
    writeFileSync(file, text)
    return () => readSettingsFile(file)
  }

  it('is read with what it names beside it', () => {
    expect(readFile(JSON.stringify(least))().settings.light).toBe('desk-1')
  })

  it.each([
    ['is not there', '', 'settings.json cannot be used'],
    ['is no JSON', '{ "light": ', 'not JSON'],
    [
      'names a key that is not there',
      JSON.stringify({ ...least, certificate: 'c.pem', key: 'k.pem' }),
      'c.pem cannot be read (ENOENT)',
    ],
    ['names plain MQTT beyond this machine', JSON.stringify({ ...least, broker: 'mqtt://10.0.0.1' }), 'plain MQTT to'],
    ['names an authority that is none', JSON.stringify({ ...least, ca: 'settings.json' }), 'authority'],
  ])('that %s is refused by its name', (_, text, why) => {
    const reading = readFile(text)
    expect(reading).toThrow(why)
    expect(reading).toThrow(file)
  })
})
