import { existsSync, readFileSync, rmSync } from 'node:fs'
import { PiFailure } from '../../iot/pi/failure.ts'
import { install } from '../../iot/pi/install.ts'
import { type Authority, makeAuthority } from '../iot/link/certificates.ts'
import { describeWithMosquitto, freePort } from '../iot/link/mosquitto.ts'
import { MovedClock } from '../iot/clock/moved-clock.ts'
import { aCard, certificateAt, doomedDisk, expectToBeALight, idOf, PowerCut, removeCards } from './a-card.ts'
import { type ProvisioningCloud, startProvisioningCloud } from './provisioning-cloud.ts'

describeWithMosquitto('enrolling a light against odds', () => {
  let cloud: ProvisioningCloud
  let stranger: Authority

  beforeAll(async () => {
    cloud = await startProvisioningCloud()
    stranger = makeAuthority()
  })
  beforeEach(() => cloud.forget())
  afterAll(async () => {
    removeCards()
    stranger?.remove()
    await cloud?.stop()
  })

  it('is the light although the answer that made it one was lost', async () => {
    const clock = new MovedClock()
    const card = aCard({ clock })
    cloud.next = 'nothing'
    const asked = cloud.whenAsked()
    const installed = install(card.pi, card.plan(cloud.aClaim().enrolment))
    await asked
    cloud.next = 'grant'
    clock.pass(20)
    await card.hasSaid(/not connected yet \(the broker does not answer\)/)
    clock.pass(5)
    await installed

    expectToBeALight(card, cloud.authority)
    expect(cloud.made).toHaveLength(1)
    expect(idOf(certificateAt(card.places.certificate))).toBe(cloud.active[0])
  })

  it('asks for another certificate when the first has waited for too long', async () => {
    const card = aCard()
    const plan = card.plan(cloud.aClaim().enrolment)
    cloud.signer = stranger
    await expect(install(card.pi, plan)).rejects.toThrow(PiFailure)
    cloud.signer = cloud.authority

    await install(card.pi, plan)

    expectToBeALight(card, cloud.authority)
  })

  it('waits for a network that comes up late', async () => {
    const clock = new MovedClock()
    const card = aCard({ clock })
    const plan = card.plan(cloud.aClaim().enrolment)
    const broken = { ...plan.token, broker: `mqtts://localhost:${await freePort()}` }
    const given = install(card.pi, { ...plan, token: broken }).catch((error: unknown) => error)
    await card.hasSaid(/not connected yet \(nothing listens on port \d+\); trying again in 5 s/)

    for (let call = 2; call < 12; call++) {
      clock.pass(5)
      await card.hasSaid(/not connected yet/, call)
    }
    clock.pass(5)

    expect(String(await given)).toMatch(/cannot connect to .* nothing listens/)
    // What was begun is kept for the next attempt, and nothing was installed.
    expect(existsSync(card.places.enrolment)).toBe(true)
    expect(existsSync(card.places.current)).toBe(false)
  })

  it.each([
    ['the claim was used by another', 'refuse' as const, /AWS IoT refused to enrol this Pi \(AccessDenied: no\)/],
    ['the cloud makes it another light', 'other-light' as const, /another name than desk-1/],
  ])('says what to do when %s', async (_what, next, message) => {
    const card = aCard()
    cloud.next = next

    const failed = install(card.pi, card.plan(cloud.aClaim().enrolment))

    await expect(failed).rejects.toMatchObject({ message: expect.stringMatching(message) })
    await expect(failed).rejects.toMatchObject({ remedy: expect.stringContaining('npx andon light add desk-1') })
    expect(existsSync(card.places.certificate)).toBe(false)
    expect(existsSync(card.places.current)).toBe(false)
  })

  it('refuses a token that has run out, unless it was in time for what was begun', async () => {
    const [late, begun] = [aCard(), aCard()]
    const { enrolment } = cloud.aClaim({ expires: '2026-11-20T00:00:00Z' })
    await expect(install(late.pi, late.plan(enrolment))).rejects.toThrow('expired at 2026-11-20')
    expect(cloud.asked).toEqual([])

    const inTime = new MovedClock(Date.UTC(2026, 10, 19))
    const first = { ...begun.pi, clock: inTime, disk: doomedDisk(3) }
    await expect(install(first, begun.plan(enrolment))).rejects.toThrow(PowerCut)
    await install(begun.pi, begun.plan(enrolment))

    expectToBeALight(begun, cloud.authority)
  })

  it('wants a new token when what was enrolled is gone', async () => {
    const card = aCard()
    const plan = card.plan(cloud.aClaim().enrolment)
    await install(card.pi, plan)
    rmSync(card.places.key)

    await expect(install(card.pi, plan)).rejects.toThrow('this token was used already')
  })

  it('says nothing of the token and the key, whatever happens', async () => {
    const card = aCard()
    const plan = card.plan(cloud.aClaim().enrolment)
    await install(card.pi, plan)
    const damaged = { ...plan.token, certificate: cloud.aClaim().enrolment.certificate }
    const failure: unknown = await install(card.pi, { ...plan, token: damaged }).catch((error: unknown) => error)

    const key = readFileSync(card.places.key, 'utf8').split('\n')[1]!
    const everything = [...card.said, String(failure)].join('\n')
    expect(failure).toBeInstanceOf(PiFailure)
    expect(everything).not.toContain(key.slice(0, 16))
    expect(everything).not.toContain(plan.token.key.slice(0, 16))
  })
})
