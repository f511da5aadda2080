import fc from 'fast-check'
import { type Enrolment, readToken, tokenFor } from '../../../iot/contract/enrolment.ts'

const anEnrolment = (but: Partial<Enrolment> = {}): Enrolment => ({
  light: 'desk-1',
  broker: 'mqtts://a1b2c3-ats.iot.eu-central-1.amazonaws.com',
  template: 'andon-light',
  certificate: 'MIIBszCCAVmg',
  key: 'MIGHAgEAMBMG',
  expires: '2026-11-22T09:00:00.000Z',
  ...but,
})
const whyNot = (pasted: string) => {
  const read = readToken(pasted)
  if (read.kind !== 'not-a-token') throw new Error('it was read')
  return read.why
}

describe('a token', () => {
  it.each([
    ['as it is', anEnrolment()],
    ['for the laptop’s broker', anEnrolment({ broker: 'mqtts://127.0.0.1:8883', ca: 'MIIBszCCAVmg' })],
    ['with a lamp', anEnrolment({ lamp: 'usb-tower' })],
  ])('comes out as it went in: %s', (_, enrolment) => {
    expect(readToken(tokenFor(enrolment))).toEqual({ kind: 'enrolment', enrolment })
  })

  it('is one word that needs no quotes anywhere', () => {
    expect(tokenFor(anEnrolment({ certificate: '+/+/' }))).toMatch(/^andon1\.[A-Za-z0-9_-]+$/)
  })

  it('may have picked up space around it', () => {
    expect(readToken(`  ${tokenFor(anEnrolment())}\n`).kind).toBe('enrolment')
  })
})

describe('what is no token says why, and shows nothing of what was pasted', () => {
  const token = tokenFor(anEnrolment())

  it.each([
    ['nothing', ' ', 'it is empty'],
    ['something else', 'xoxb-1234', 'it does not begin with andon1.'],
    ['a later kind', token.replace('andon1', 'andon2'), 'it is a token of kind andon2'],
    ['cut short', token.slice(0, -40), 'a part of it is missing'],
    ['broken in two', token.replace(/(.{80})/, '$1\n'), 'has characters that no token has'],
    ['huge', `andon1.${'A'.repeat(20_000)}`, '20007 characters'],
    ['a broker without TLS', tokenFor(anEnrolment({ broker: 'mqtt://10.0.0.1' })), 'broker: not an mqtts:// address'],
    ['a broker with a path', tokenFor(anEnrolment({ broker: 'mqtts://a/b' })), 'broker: not an mqtts:// address'],
    ['a light that is a path', tokenFor(anEnrolment({ light: '../desk' })), 'light: not a name'],
    ['a template that is a topic', tokenFor(anEnrolment({ template: 'a/+' })), 'template: not a template name'],
    ['no time', tokenFor(anEnrolment({ expires: 'tomorrow' })), 'expires: not a timestamp in UTC'],
    ['a key that is none', tokenFor(anEnrolment({ key: '-----BEGIN' })), 'key: not base64'],
  ])('%s', (_, pasted, why) => {
    expect(whyNot(pasted)).toContain(why)
  })

  it('whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, unit: 'binary' }), (secret) => {
        for (const pasted of [secret, `andon1.${secret}`, `andon1.${Buffer.from(secret).toString('base64url')}`])
          expect(whyNot(pasted)).not.toContain(secret)
      }),
    )
  })
})
