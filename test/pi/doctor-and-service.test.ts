import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { Stopped } from '../../iot/pi/stopped.ts'
import { freePort } from '../iot/link/mosquitto.ts'
import { aPatient, hurried, removePatients } from './a-patient.ts'
import { aSystemd } from './a-systemd.ts'

afterAll(removePatients)

/** One whose broker is away: this is about its service and its lamp. */
async function aLight(state: Parameters<typeof aSystemd>[0] = {}) {
  const { systemd, asked } = aSystemd(state)
  const light = aPatient({ settings: { broker: `mqtt://127.0.0.1:${await freePort()}` } })
  return { ...light, asked, examine: (but = {}) => light.examine({ systemd, ...but }) }
}

describe('the doctor, where the lamp’s service is installed,', () => {
  it('stops it while it has the lamp, and starts it again', async () => {
    const { examine, about, asked, said, kernel } = await aLight()

    await examine()

    expect(about('service')).toMatch(/^ok +service: connected, shows calm/)
    expect(asked).toEqual(['lend', 'take back'])
    expect(said.at(-1)).toContain('started the service andon-light again: active')
    expect(kernel.said()).toContain('set 1 of 111')
  })

  it('leaves alone one that does not run, and shows its last words', async () => {
    const { examine, about, asked, said } = await aLight({ active: 'failed', status: '', restarts: 5 })

    expect(await examine()).toBe(false)

    expect(about('service')).toMatch(/^FAILED +service: failed, restarted 5 times/)
    expect(said.join('\n')).toContain('| the settings cannot be used')
    expect(asked).toEqual([])
  })

  it.each([
    ['has no contact', 'not connected to the broker'],
    ['cannot have its lamp', 'connected, shows calm; gpio: no permission for /dev/gpiochip0'],
  ])('finds one that runs, but %s', async (_what, status) => {
    const { examine, about } = await aLight({ status })
    await examine()
    expect(about('service')).toMatch(`FAILED   service: runs, but: ${status}`)
  })

  it('stops and holds one that is being started over and over', async () => {
    const { examine, asked } = await aLight({ active: 'activating', status: '' })
    await examine()
    expect(asked).toEqual(['lend', 'take back'])
  })

  it('starts it again, and leaves the lamp dark, when it is ended in the midst of the sweep', async () => {
    const { examine, asked, stop, kernel } = await aLight()
    const clock = {
      ...hurried,
      after(ms: number, wake: () => void) {
        // The first lamp burns.
        if (ms === 1000) return (stop.abort(), () => {})
        return hurried.after(ms, wake)
      },
    }

    await expect(examine({ clock })).rejects.toThrow(Stopped)

    expect(asked).toEqual(['lend', 'take back'])
    expect(kernel.said().slice(-4)).toEqual(['set 1 of 111', 'set 0 of 111', 'listens no more', 'close 100'])
  })

  it('starts it again after a fault of our own, too', async () => {
    const { examine, asked } = await aLight()
    const lampPart = () => ({ name: 'gpio', hasBuzzer: false, open: () => Promise.reject(new Error('a fault')) })

    await expect(examine({ lampPart })).rejects.toThrow('a fault')

    expect(asked).toEqual(['lend', 'take back'])
  })

  it('waits for an update that is on trial', async () => {
    const { examine, asked, options } = await aLight()
    mkdirSync(dirname(options.places.fallBackTo), { recursive: true })
    symlinkSync('.', options.places.fallBackTo)

    await expect(examine()).rejects.toThrow('an update is on trial')

    expect(asked).toEqual([])
  })

  it('touches nothing when the settings cannot be used', async () => {
    const { examine, asked, about, findings } = await aLight()
    const bad = aPatient({ settings: { lamp: { driver: 'gpio', red: 'GPIO5', yellow: 6, green: 13 } } })

    expect(await examine({ settingsFile: bad.options.settingsFile })).toBe(false)

    expect(about('settings')).toMatch(/^FAILED .*cannot be used:/)
    expect(findings().at(-1)).toBe('skipped  everything else')
    expect(asked).toEqual([])
  })
})
