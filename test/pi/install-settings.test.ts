import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSettings } from '../../iot/agent/service/settings.ts'
import { type Enrolment, lampKinds } from '../../iot/contract/enrolment.ts'
import { placeSettings } from '../../iot/pi/settings.ts'
import { aCard, removeCards } from './a-card.ts'

const token: Enrolment = {
  light: 'desk-1',
  broker: 'mqtts://broker.example',
  template: 'andon',
  certificate: 'AAAA',
  key: 'AAAA',
  expires: '2026-11-22T00:00:00Z',
}
const lampOf = (card: ReturnType<typeof aCard>) => readSettings(readFileSync(card.places.settings, 'utf8')).lamps

describe('the settings that an installation writes', () => {
  afterAll(removeCards)

  it.each(lampKinds)('can be used by the agent at once, with a lamp of the kind %s', async (kind) => {
    const card = aCard()
    await placeSettings(card.pi, token, kind)
    expect(lampOf(card)).toMatchObject([{ driver: kind }])
  })

  it('write the lamp in the journal where no kind is asked for', async () => {
    const card = aCard()
    await placeSettings(card.pi, token, undefined)
    expect(lampOf(card)).toEqual([{ driver: 'plain' }])
  })

  it('keep the pins that somebody has set, and change the kind when another is asked for', async () => {
    const card = aCard()
    const lamp = { driver: 'gpio', red: 5, yellow: 6, green: 13 }
    mkdirSync(card.places.etc, { recursive: true })
    writeFileSync(card.places.settings, JSON.stringify({ lamp }))

    await placeSettings(card.pi, token, 'gpio')
    expect(lampOf(card)).toEqual([lamp])

    await placeSettings(card.pi, token, 'usb-tower')
    expect(lampOf(card)).toEqual([{ driver: 'usb-tower' }])
  })
})

describe('the settings that the docs show', () => {
  const blocks = ['hardware.md', 'lights.md'].flatMap((name) => {
    const text = readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')
    return [...text.matchAll(/^```json\n(.*?)^```/gms)].map(([, json = '']) => ({ name, json }))
  })

  it.each(blocks)('in $name can be used: $json', ({ json }) => {
    const { light, broker } = token
    expect(readSettings(JSON.stringify({ light, broker, ...JSON.parse(json) })).lamps).toHaveLength(1)
  })
})
