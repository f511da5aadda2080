import { lightReport } from '../../iot/contract/light-report.ts'
import { commandTopic, reportTopic } from '../../iot/contract/topics.ts'
import { aCommand } from '../iot/lamp/a-command.ts'
import { type Authority, type Issued, makeAuthority } from '../iot/link/certificates.ts'
import { aKernel } from '../iot/gpio/gpio-fake-kernel.ts'
import { describeWithMosquitto, freePort, type SecureMosquitto, startSecureMosquitto } from '../iot/link/mosquitto.ts'
import { aPatient, type APatient, hurried, patient, removePatients } from './a-patient.ts'

describeWithMosquitto('the doctor, at a real broker,', () => {
  let authority: Authority
  let stranger: Authority
  let broker: SecureMosquitto
  let own: Issued

  beforeAll(async () => {
    ;[authority, stranger] = [makeAuthority(), makeAuthority()]
    own = authority.issue('desk-1')
    const door = authority.issue('localhost')
    broker = await startSecureMosquitto(authority, door, door, authority.issue('elsewhere', { names: 'DNS:elsewhere' }))
    tell()
  })
  /** What the broker keeps for the light. */
  const tell = (epoch = '2026-11-21T00:00:00Z') =>
    broker.publish(commandTopic('desk-1'), JSON.stringify(aCommand({ epoch, at: new Date().toISOString() })), '-r')
  afterAll(async () => {
    removePatients()
    await broker?.kill()
    authority?.remove()
    stranger?.remove()
  })

  const light = (but: APatient = {}) => aPatient({ own, authority: authority.certificate, ...but })
  const ports = () => ({ usual: broker.securePorts[0]!, fallback: broker.securePorts[1]! })

  it('finds nothing wrong, lights up each lamp, and leaves it dark', async () => {
    const { examine, findings, kernel, about } = light({ settings: { cord: { line: 4 } } })

    expect(await examine({ ports: ports() })).toBe(true)

    expect(findings()).toEqual([
      'ok       clock',
      'ok       settings',
      'ok       certificate',
      'ok       name',
      expect.stringMatching(/^ok {7}port \d+$/),
      expect.stringMatching(/^ok {7}port \d+$/),
      'ok       certificate at the broker',
      'ok       policy',
      'ok       round trip',
      'ok       lamp on chip and pins',
      'ok       cord on GPIO 4',
    ])
    expect(about('certificate')).toContain('29 days left\n         → before it expires, get a new install line')
    expect(about('port ' + ports().fallback)).toContain('(ALPN x-amzn-mqtt-ca)')
    expect(about('round trip')).toContain('npx andon light check desk-1')
    expect(kernel.said().filter((call) => call.startsWith('set'))).toEqual([
      'set 1 of 111',
      'set 10 of 111',
      'set 100 of 111',
      'set 0 of 111',
    ])
  })

  it('says as the light that it is not there, so that nobody believes what it shows meanwhile', async () => {
    const ear = await broker.listen(reportTopic('desk-1'))
    ear.heard.length = 0

    await light().examine({ ports: ports() })

    const report = lightReport.parse(JSON.parse(await ear.until((line) => line.includes('doctor'))))
    expect(report).toMatchObject({ online: false, state: 'unknown', agent: '1.2.3' })
    await ear.stop()
  })

  it('finds a clock that is not set, and does not judge by it', async () => {
    const { examine, about } = light()
    const clock = { ...hurried, moment: () => ({ ...hurried.moment(), wall: 0, wallIsSet: false }) }

    expect(await examine({ ports: ports(), clock })).toBe(false)

    expect(about('clock')).toMatch(/^FAILED .*1970.*\n +→ open UDP port 123/)
    expect(about('certificate')).toMatch(/^ok .*the clock must be set/)
    expect(about('round trip')).toMatch(/^ok .*the clock must be set/)
  })

  it.each([
    ['that nobody has', 'ENOTFOUND', /no host named/],
    ['that cannot be looked up', 'EAI_AGAIN', /cannot be looked up \(EAI_AGAIN\)/],
  ])('finds a name %s', async (_what, code, words) => {
    const { examine, about } = light()

    const resolve = () => Promise.reject(Object.assign(new Error('no'), { code }))
    expect(await examine({ ports: ports(), resolve })).toBe(false)

    expect(about('name')).toMatch(words)
    expect(about('name')).toContain('→')
  })

  it('finds the usual port closed, and does with the other', async () => {
    const { examine, about } = light()
    const usual = await freePort()

    expect(await examine({ ports: { ...ports(), usual } })).toBe(false)

    expect(about(`port ${usual}`)).toMatch(
      new RegExp(`^FAILED .*nothing listens on port ${usual}\n.*the light works with port ${ports().fallback};`),
    )
    expect(about('round trip')).toMatch(/^ok/)
  })

  it('finds both ports closed, and skips what needs them', async () => {
    const { examine, findings, about } = light()
    const [usual, fallback] = [await freePort(), await freePort()]

    expect(await examine({ ports: { usual, fallback } })).toBe(false)

    expect(about(`port ${fallback}`)).toContain(`open TCP to localhost, port ${usual} or ${fallback}`)
    expect(findings()).toContain('skipped  policy')
    expect(findings()).toContain('skipped  round trip')
    expect(findings()).toContain('ok       lamp on chip and pins')
  })

  it.each([
    ['whom another authority vouches for', () => ({ authority: stranger.certificate }), 0, /does not trust the signer/],
    ['of another name', () => ({}), 2, /certificate is not for the name localhost/],
  ])('finds a broker %s', async (_what, but, door, words) => {
    const { examine, about } = light(but())
    const usual = broker.securePorts[door]!

    expect(await examine({ ports: { ...ports(), usual } })).toBe(false)

    expect(about(`port ${usual}`)).toMatch(/^FAILED/)
    expect(about(`port ${usual}`)).toMatch(words)
    expect(about(`port ${usual}`)).toContain('a firewall on the way opens encrypted connections')
  })

  it('finds a certificate that has ended, which the broker refuses, too', async () => {
    const { examine, about } = light({ own: authority.issue('desk-1', { expired: true }) })

    expect(await examine({ ports: ports(), clock: patient })).toBe(false)

    expect(about('certificate')).toMatch(/^FAILED +certificate: expired on .*\n.*npx andon light add desk-1/)
    expect(about('certificate at the broker')).toMatch(/^FAILED/)
    expect(about('policy')).toMatch(/^skipped/)
  })

  it('finds a certificate that the broker does not know, and tells it from a policy', async () => {
    const { examine, about } = light({ own: stranger.issue('desk-1') })

    expect(await examine({ ports: ports(), clock: patient })).toBe(false)

    expect(about('certificate')).toMatch(/^ok/)
    expect(about('certificate at the broker')).toMatch(/^FAILED .*\n.*npx andon light check desk-1/)
    expect(about('policy')).toMatch(/^skipped/)
  })

  it('finds the key of another certificate, and goes on with the lamp', async () => {
    const { examine, findings, about } = light({ own: { ...own, key: authority.issue('desk-1').key } })

    expect(await examine({ ports: ports() })).toBe(false)

    expect(about('certificate')).toMatch(/^FAILED .*does not belong to the certificate/)
    expect(findings()).toContain('skipped  ports')
    expect(findings()).toContain('ok       lamp on chip and pins')
  })

  it('finds a command that somebody made by hand, and says how to get over it', async () => {
    const { examine, about } = light()
    tell('zzz-test')
    expect(await examine({ ports: ports() })).toBe(false)
    tell()
    expect(about('round trip')).toMatch(/^FAILED .*did not send \(epoch zzz-test\)\n.*restart andon-light/)
  })

  it('finds that an access list keeps its commands from it, of which mosquitto says nothing', async () => {
    const { examine, about } = light({ own: authority.issue('desk-9') })

    expect(await examine({ ports: ports() })).toBe(false)

    expect(about('certificate at the broker')).toMatch(/^ok/)
    expect(about('round trip')).toMatch(/^FAILED .*did not send a command for "desk-1"\n.*npx andon light check/)
  })

  it.each([
    ['no chip', aKernel(), /no GPIO chip of a Raspberry Pi/],
    ['pins that are taken', aKernel({ label: 'pinctrl-rp1', held: { 5: 'fan' } }), /GPIO 5 is in use by "fan"/],
    ['a chip that may not be had', aKernel({ label: 'pinctrl-rp1', closedWith: 'EACCES' }), /to the group gpio/],
  ])('finds %s', async (_what, kernel, words) => {
    const { examine, about } = light({
      kernel,
      settings: { cord: { line: 5 }, lamp: { driver: 'gpio', red: 5, yellow: 6, green: 7 } },
    })
    const separate = light({ kernel })
    expect(await examine({ ports: ports() })).toBe(false)
    expect(about('settings')).toContain('GPIO 5 is set twice')

    expect(await separate.examine({ ports: ports() })).toBe(false)

    expect(separate.about('lamp on chip and pins')).toMatch(words)
    expect(separate.about('lamp on chip and pins')).toContain('gpioinfo')
    expect(separate.about('round trip')).toMatch(/^ok/)
  })
})
