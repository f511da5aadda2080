import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { install } from '../../iot/pi/install.ts'
import { realDisk } from '../../iot/pi/disk.ts'
import { describeWithMosquitto } from '../iot/link/mosquitto.ts'
import { aCard, certificateAt, doomedDisk, expectToBeALight, idOf, PowerCut, removeCards } from './a-card.ts'
import { type ProvisioningCloud, startProvisioningCloud } from './provisioning-cloud.ts'

describeWithMosquitto('installing a light', () => {
  let cloud: ProvisioningCloud

  beforeAll(async () => {
    cloud = await startProvisioningCloud()
  })
  beforeEach(() => cloud.forget())
  afterAll(async () => {
    removeCards()
    await cloud?.stop()
  })

  it('makes a key here, has it certified, and leaves nothing to be done but to start', async () => {
    const card = aCard()
    const plan = card.plan(cloud.aClaim().enrolment)

    await install(card.pi, plan)

    expectToBeALight(card, cloud.authority)
    expect(card.settings().broker).toBe(plan.token.broker)
    expect(cloud.asked).toEqual(['certificate', 'provision desk-1'])
    expect(card.said).toEqual([
      'made a key, which stays on this Pi',
      'got a certificate for the key',
      'enrolled as desk-1',
      `wrote the settings: ${card.places.settings}`,
      'installed version 1.2.3+abc',
      'enabled the service andon-light',
      'the card is ready; the light starts when the Pi starts',
    ])
  })

  it('can be repeated, and then asks for nothing', async () => {
    const card = aCard()
    const plan = card.plan(cloud.aClaim().enrolment)
    await install(card.pi, plan)
    const key = readFileSync(card.places.key)
    cloud.asked.length = 0

    await install(card.pi, plan)

    expectToBeALight(card, cloud.authority)
    expect(readFileSync(card.places.key)).toEqual(key)
    expect(cloud.asked).toEqual([])
  })

  describe('when power fails in place of a change on disk', () => {
    const changes = 18

    it.each(Array.from({ length: changes }, (_, at) => at + 1))(
      'goes on from there, and takes one certificate: change %d',
      async (nth) => {
        const card = aCard()
        const plan = card.plan(cloud.aClaim().enrolment)
        await expect(install({ ...card.pi, disk: doomedDisk(nth) }, plan)).rejects.toThrow(PowerCut)

        await install(card.pi, plan)

        expectToBeALight(card, cloud.authority)
        expect(cloud.active).toEqual([idOf(certificateAt(card.places.certificate))])
      },
    )

    it('makes no more changes than are tried here', async () => {
      const card = aCard()
      await install({ ...card.pi, disk: doomedDisk(changes + 1) }, card.plan(cloud.aClaim().enrolment))
      expectToBeALight(card, cloud.authority)
    })
  })

  it('becomes another light with another token, and keeps what was set about its lamp', async () => {
    const card = aCard()
    await install(card.pi, card.plan(cloud.aClaim().enrolment))
    const before = readFileSync(card.places.key)
    cloud.active.length = 0
    const lamp = { driver: 'gpio', pins: { red: 17 } }
    writeFileSync(card.places.settings, JSON.stringify({ ...card.settings(), lamp, buzzer: { pin: 18 } }))

    const plan = card.plan(cloud.aClaim({ light: 'desk-2' }).enrolment)
    await install(card.pi, plan)

    expect(card.settings()).toMatchObject({ light: 'desk-2', lamp, buzzer: { pin: 18 } })
    expect(readFileSync(card.places.key)).not.toEqual(before)
    expect(statSync(card.places.key).mode & 0o777).toBe(0o600)
  })

  it('does not throw away settings that it cannot read', async () => {
    const card = aCard()
    await realDisk.write(card.places.settings, '{ "light": "desk-1", ', 0o644)

    await expect(install(card.pi, card.plan(cloud.aClaim().enrolment))).rejects.toThrow('is not valid JSON')

    expect(readFileSync(card.places.settings, 'utf8')).toBe('{ "light": "desk-1", ')
  })

  it('does without a watchdog where systemd cannot be told, and takes it up again where it can', async () => {
    const card = aCard()
    const plan = card.plan(cloud.aClaim().enrolment)
    await install(card.pi, { ...plan, canNotify: false })
    expect(readFileSync(card.places.withoutNotify, 'utf8')).toContain('Type=exec')

    await install(card.pi, plan)
    expect(existsSync(card.places.withoutNotify)).toBe(false)
  })
})
