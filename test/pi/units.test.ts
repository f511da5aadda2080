import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whereInstalled } from '../../packages/local-cloud/test/peers.ts'

const source = join(import.meta.dirname, '../../iot/pi')
const units = ['andon-light.service', 'andon-light-fall-back.service']
const lamp = readFileSync(join(source, 'andon-light.service'), 'utf8')
const valuesOf = (name: string) => [...lamp.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value)

const analyze = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', SYSTEMD_PAGER: '' },
  })
  return { status, said: stdout + stderr }
}

whereInstalled(['systemd-analyze'], 'systemd')('the units, by systemd itself,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'andon-units-'))
  const at = (name: string) => join(folder, name)

  beforeAll(() => {
    // Installed, but for the folder: systemd looks whether what it is to start is there.
    mkdirSync(at('current'))
    for (const program of ['current/andon-light', 'fall-back']) {
      writeFileSync(at(program), '#!/bin/sh\n')
      chmodSync(at(program), 0o755)
    }
    for (const unit of units) {
      const text = readFileSync(join(source, unit), 'utf8')
      writeFileSync(at(unit), text.replaceAll('/opt/andon-light', folder))
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('are understood to the last line', () => {
    expect(analyze('verify', '--man=no', ...units.map(at))).toEqual({ status: 0, said: '' })
  })

  it('is found out when a line is not understood', () => {
    mkdirSync(at('broken'))
    writeFileSync(
      at('broken/andon-light.service'),
      readFileSync(at(units[0]!), 'utf8').replace('NoNewPrivileges', 'NoNewPriviliges'),
    )
    copyFileSync(at(units[1]!), at(`broken/${units[1]}`))
    expect(analyze('verify', '--man=no', at('broken/andon-light.service')).said).toContain('NoNewPriviliges')
  })

  it('leave the lamp no more exposed than the docs say', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../docs/lights.md'), 'utf8')
    const told = Number(/exposure level of (\d+\.\d)/.exec(docs)?.[1])
    const { said } = analyze('security', '--offline=true', '--no-pager', at('andon-light.service'))
    const found = Number(/Overall exposure level for andon-light\.service: (\d+\.\d)/.exec(said)?.[1])
    expect(found).toBeLessThanOrEqual(told)
  })
})

describe('the lamp’s unit', () => {
  it('lets it have the devices that its drivers use, and no others', () => {
    expect(valuesOf('DevicePolicy')).toEqual(['closed'])
    // gpiochip; spidev, ttyACM and ttyUSB by the kernel's own numbers (Documentation/admin-guide/devices.txt).
    expect(valuesOf('DeviceAllow')).toEqual(['char-gpiochip rw', 'char-153 rw', 'char-166 rw', 'char-188 rw'])
    expect(valuesOf('SupplementaryGroups')).toEqual(['gpio dialout spi'])
  })

  it('gives it every file that the settings may name, and does without the one that may be missing', () => {
    const files = ['settings.json', 'certificate.pem', 'key.pem', 'ca.pem']
    expect(valuesOf('LoadCredential')).toEqual(files.map((file) => `${file}:/etc/andon-light/${file}`))
    expect(valuesOf('SetCredential')).toEqual(['ca.pem:none'])
  })

  it('does not restart what somebody has to fix first', () => {
    expect(valuesOf('RestartPreventExitStatus')).toEqual(['78'])
  })
})
