import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '../../iot/agent/clock.ts'
import { type Disk, realDisk } from '../../iot/pi/disk.ts'
import { Hindrance } from '../../iot/pi/hindrance.ts'
import { type Installation, install } from '../../iot/pi/install.ts'
import type { Pi } from '../../iot/pi/pi.ts'
import { placesBelow } from '../../iot/pi/places.ts'
import { type Authority, makeAuthority } from '../iot/certificates.ts'
import { describeWithMosquitto, freePort } from '../iot/mosquitto.ts'
import { MovedClock } from '../iot/moved-clock.ts'
import { aProgram } from './a-program.ts'
import { type ProvisioningCloud, startProvisioningCloud } from './provisioning-cloud.ts'

class PowerCut extends Error {}

const certificateIdAt = (path: string) =>
  createHash('sha256')
    .update(new X509Certificate(readFileSync(path)).raw)
    .digest('hex')

/** Power fails before or after the nth change on disk. */
function doomedDisk(nth: number, when: 'before' | 'after'): Disk {
  let changes = 0
  const doomed = async (change: () => Promise<void>) => {
    const isLast = ++changes === nth
    if (isLast && when === 'before') throw new PowerCut()
    if (changes > nth) throw new PowerCut()
    await change()
    if (isLast) throw new PowerCut()
  }
  return {
    write: (...args) => doomed(() => realDisk.write(...args)),
    link: (...args) => doomed(() => realDisk.link(...args)),
    writeFolder: (...args) => doomed(() => realDisk.writeFolder(...args)),
    rename: (...args) => doomed(() => realDisk.rename(...args)),
    remove: (...args) => doomed(() => realDisk.remove(...args)),
  }
}

describeWithMosquitto('installing a light', () => {
  let cloud: ProvisioningCloud
  let stranger: Authority
  const roots: string[] = []

  beforeAll(async () => {
    cloud = await startProvisioningCloud()
    stranger = makeAuthority()
  })
  beforeEach(() => {
    for (const list of [cloud.asked, cloud.made, cloud.active]) list.length = 0
    Object.assign(cloud, { next: 'grant', signer: cloud.authority })
  })
  afterAll(async () => {
    for (const root of roots) rmSync(root, { recursive: true })
    await cloud?.stop()
    stranger?.remove()
  })

  /** A card that is mounted somewhere, and an archive that was unpacked beside it. */
  const aCard = (but: Partial<Pi> = {}) => {
    const root = mkdtempSync(join(tmpdir(), 'andon-card-'))
    roots.push(root)
    const said: string[] = []
    const waiting = new Set<() => void>()
    /** Resolves once that has been said, for the (n + 1)th time. */
    const hasSaid = (what: RegExp, n = 0) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (said.filter((line) => what.test(line)).length <= n) return
          waiting.delete(look)
          // Whoever said it has gone on to whatever it does next.
          setImmediate(resolve)
        }
        waiting.add(look)
        look()
      })
    const say = (line: string) => {
      said.push(line)
      for (const look of waiting) look()
    }
    const places = placesBelow(root)
    const program = aProgram(join(root, 'unpacked'), '1.2.3+abc')
    const pi: Pi = { disk: realDisk, places, systemd: undefined, clock: realClock, say, ...but }
    const settings = () => JSON.parse(readFileSync(places.settings, 'utf8'))
    return { root, places, said, hasSaid, pi, program, settings }
  }
  const wanted = (card: ReturnType<typeof aCard>, but: Partial<Installation> = {}): Installation => ({
    token: cloud.aClaim().enrolment,
    lamp: undefined,
    program: card.program,
    canNotify: true,
    isToStart: true,
    ...but,
  })
  const expectToBeALight = ({ places, settings }: ReturnType<typeof aCard>) => {
    const certificate = new X509Certificate(readFileSync(places.certificate))
    expect(certificate.checkPrivateKey(createPrivateKey(readFileSync(places.key)))).toBe(true)
    expect(certificate.checkIssued(new X509Certificate(cloud.authority.certificate))).toBe(true)
    expect(statSync(places.key).mode & 0o777).toBe(0o600)
    expect(settings()).toMatchObject({ light: 'desk-1', certificate: 'certificate.pem', key: 'key.pem', ca: 'ca.pem' })
    expect(readlinkSync(places.current)).toBe('versions/1.2.3+abc')
    expect(existsSync(join(places.current, 'agent.mjs'))).toBe(true)
    expect(lstatSync(places.wanted('andon-light.service')).isSymbolicLink()).toBe(true)
    expect(readFileSync(places.enrolment, 'utf8')).not.toContain('PRIVATE')
  }

  it('makes a key here, has it certified, and leaves nothing to be done but to start', async () => {
    const card = aCard()
    const plan = wanted(card)

    await install(card.pi, plan)

    expectToBeALight(card)
    expect(card.settings().broker).toBe(plan.token.broker)
    expect(cloud.asked).toEqual(['certificate', 'provision desk-1'])
    expect(card.said).toEqual([
      'made a key, which stays on this Pi',
      'got a certificate for it',
      'enrolled as desk-1',
      `wrote the settings: ${card.places.settings}`,
      'installed version 1.2.3+abc',
      'enabled the service andon-light',
      'prepared; it starts with the machine',
    ])
  })

  it('can be repeated, and then asks for nothing', async () => {
    const card = aCard()
    const plan = wanted(card)
    await install(card.pi, plan)
    const key = readFileSync(card.places.key)
    cloud.asked.length = 0

    await install(card.pi, plan)

    expectToBeALight(card)
    expect(readFileSync(card.places.key)).toEqual(key)
    expect(cloud.asked).toEqual([])
  })

  it('goes on from wherever power failed, and takes one certificate', async () => {
    for (let nth = 1; ; nth++) {
      for (const when of ['before', 'after'] as const) {
        cloud.active.length = 0
        const card = aCard()
        const plan = wanted(card)
        const first = install({ ...card.pi, disk: doomedDisk(nth, when) }, plan)
        const isDone = await first.then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof PowerCut)) throw error
            return false
          },
        )
        await install(card.pi, plan)

        expectToBeALight(card)
        expect(cloud.active).toHaveLength(1)
        expect(certificateIdAt(card.places.certificate)).toBe(cloud.active[0])
        if (isDone) return expect(nth).toBeGreaterThan(12)
      }
    }
  })

  it('is the light although the answer that made it one was lost', async () => {
    const clock = new MovedClock()
    const card = aCard({ clock })
    cloud.next = 'nothing'
    const asked = cloud.whenAsked()
    const installed = install(card.pi, wanted(card))
    await asked
    cloud.next = 'grant'
    clock.pass(20)
    await card.hasSaid(/no contact yet \(the broker does not answer\)/)
    clock.pass(5)
    await installed

    expectToBeALight(card)
    expect(cloud.made).toHaveLength(1)
    expect(certificateIdAt(card.places.certificate)).toBe(cloud.active[0])
  })

  it('asks for another certificate when the first has waited for too long', async () => {
    const card = aCard()
    const plan = wanted(card)
    cloud.signer = stranger
    await expect(install(card.pi, plan)).rejects.toThrow(Hindrance)
    cloud.signer = cloud.authority

    await install(card.pi, plan)

    expectToBeALight(card)
  })

  it('waits for a network that comes up late', async () => {
    const clock = new MovedClock()
    const card = aCard({ clock })
    const plan = wanted(card)
    const broken = { ...plan.token, broker: `mqtts://localhost:${await freePort()}` }
    const given = install(card.pi, { ...plan, token: broken })
    await card.hasSaid(/no contact yet \(nothing listens on port \d+\); tries again in 5 s/)

    for (let call = 1; call < 12; call++) {
      clock.pass(5)
      await card.hasSaid(/no contact yet/, call)
    }
    clock.pass(5)

    await expect(given).rejects.toMatchObject({ message: expect.stringContaining('nothing listens') })
    // What was begun is kept for the next attempt, and nothing was installed.
    expect(existsSync(card.places.enrolment)).toBe(true)
    expect(existsSync(card.places.current)).toBe(false)
  })

  it.each([
    ['the claim was used by another', 'refuse' as const, /AWS IoT does not enrol this Pi \(AccessDenied: no\)/],
    ['the cloud makes it another light', 'other-light' as const, /something else than desk-1/],
  ])('says what to do when %s', async (_what, next, message) => {
    const card = aCard()
    cloud.next = next

    const failed = install(card.pi, wanted(card))

    await expect(failed).rejects.toMatchObject({ message: expect.stringMatching(message) })
    await expect(failed).rejects.toMatchObject({ todo: expect.stringContaining('npx andon light add desk-1') })
    expect(existsSync(card.places.certificate)).toBe(false)
    expect(existsSync(card.places.current)).toBe(false)
  })

  it('refuses a token that has run out, unless it was in time for what was begun', async () => {
    const [late, begun] = [aCard(), aCard()]
    const { enrolment } = cloud.aClaim({ expires: '2026-11-20T00:00:00Z' })
    await expect(install(late.pi, wanted(late, { token: enrolment }))).rejects.toThrow('good until 2026-11-20')
    expect(cloud.asked).toEqual([])

    const inTime = new MovedClock(Date.UTC(2026, 10, 19))
    const first = { ...begun.pi, clock: inTime, disk: doomedDisk(2, 'after') }
    await expect(install(first, wanted(begun, { token: enrolment }))).rejects.toThrow(PowerCut)
    await install(begun.pi, wanted(begun, { token: enrolment }))

    expectToBeALight(begun)
  })

  it('becomes another light with another token, and keeps what was set about its lamp', async () => {
    const card = aCard()
    await install(card.pi, wanted(card))
    const before = readFileSync(card.places.key)
    cloud.active.length = 0
    const lamp = { driver: 'gpio', pins: { red: 17 } }
    writeFileSync(card.places.settings, JSON.stringify({ ...card.settings(), lamp, buzzer: { pin: 18 } }))

    const plan = wanted(card, { token: cloud.aClaim({ light: 'desk-2' }).enrolment })
    await install(card.pi, plan)

    expect(card.settings()).toMatchObject({ light: 'desk-2', lamp, buzzer: { pin: 18 } })
    expect(readFileSync(card.places.key)).not.toEqual(before)
    expect(statSync(card.places.key).mode & 0o777).toBe(0o600)
  })

  it('does not throw away settings that it cannot read', async () => {
    const card = aCard()
    await realDisk.write(card.places.settings, '{ "light": "desk-1", ', 0o644)

    await expect(install(card.pi, wanted(card))).rejects.toThrow('holds no settings in JSON')

    expect(readFileSync(card.places.settings, 'utf8')).toBe('{ "light": "desk-1", ')
  })

  it('wants a new token when what was enrolled is gone', async () => {
    const card = aCard()
    const plan = wanted(card)
    await install(card.pi, plan)
    rmSync(card.places.key)

    await expect(install(card.pi, plan)).rejects.toThrow('this token has been used')
  })

  it('says nothing of the token and the key, whatever happens', async () => {
    const card = aCard()
    const plan = wanted(card)
    await install(card.pi, plan)
    const damaged = { ...plan.token, certificate: cloud.aClaim().enrolment.certificate }
    const failure: unknown = await install(card.pi, { ...plan, token: damaged }).catch((error: unknown) => error)

    const key = readFileSync(card.places.key, 'utf8').split('\n')[1]!
    const everything = [...card.said, String(failure)].join('\n')
    expect(failure).toBeInstanceOf(Hindrance)
    expect(everything).not.toContain(key.slice(0, 16))
    expect(everything).not.toContain(plan.token.key.slice(0, 16))
  })

  it('does without a watchdog where systemd cannot be told, and takes it up again where it can', async () => {
    const card = aCard()
    const plan = wanted(card)
    await install(card.pi, { ...plan, canNotify: false })
    expect(readFileSync(card.places.withoutNotify, 'utf8')).toContain('Type=exec')

    await install(card.pi, plan)
    expect(existsSync(card.places.withoutNotify)).toBe(false)
  })
})
