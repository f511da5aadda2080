import fc from 'fast-check'
import { fits, type FromSignal, inputsOf, NotInSignal, withInputs } from '../../functions/domain/from-signal.ts'

const service: FromSignal = { fromSignal: 'dimension', name: 'ServiceName', within: ['checkout', 'cart-*'] }
const metric = (dimensions: object) => ({ metricStat: { metric: { namespace: 'AWS/ECS', name: 'CPU', dimensions } } })
const alarmOf = (...metrics: object[]) => ({ alarmName: 'a', state: { value: 'ALARM' }, configuration: { metrics } })

describe('what a signal gives', () => {
  const detail = alarmOf(metric({ ServiceName: 'checkout', ClusterName: 'shop' }), { expression: 'm1 / 2' })
  const tags = { team: 'payments' }
  const given = (...wanted: FromSignal[]) => inputsOf({ detail, tags }, wanted)
  const of = (fromSignal: FromSignal['fromSignal'], name: string): FromSignal => ({ fromSignal, name, within: ['x'] })

  it('is a dimension, a tag, or a field of its detail', () => {
    expect(given(service, of('tag', 'team'), of('detail', 'state.value'))).toEqual({
      'dimension ServiceName': 'checkout',
      'tag team': 'payments',
      'detail state.value': 'ALARM',
    })
  })

  it.each([
    ['a dimension that is not there', of('dimension', 'QueueName')],
    ['a tag that is not there', of('tag', 'owner')],
    ['a field that is no text', of('detail', 'configuration')],
    ['what every object has', of('tag', 'constructor')],
    ['what every object has, further in', of('detail', '__proto__.constructor.name')],
  ])('is not %s', (_, wanted) => {
    expect(given(wanted)).toEqual({})
  })

  it('is no dimension that two metrics have with different values', () => {
    const both = (one: string, other: string) =>
      inputsOf({ detail: alarmOf(metric({ ServiceName: one }), metric({ ServiceName: other })), tags }, [service])
    expect(both('checkout', 'cart')).toEqual({})
    expect(both('checkout', 'checkout')).toEqual({ 'dimension ServiceName': 'checkout' })
  })

  it.each([[undefined], [null], ['text'], [{ configuration: { metrics: 7 } }], [alarmOf({ metricStat: null })]])(
    'is nothing where the detail is %j',
    (strange) => expect(inputsOf({ detail: strange, tags: {} }, [service])).toEqual({}),
  )
})

describe('an input from a signal', () => {
  const input = { cluster: 'shop', service }
  const whole = (value?: string) => withInputs(input, value === undefined ? {} : { 'dimension ServiceName': value })

  it.each(['checkout', 'cart-', 'cart-eu'])('is taken within its bounds: %s', (value) => {
    expect(whole(value)).toEqual({ cluster: 'shop', service: value })
  })

  it.each(['search', 'checkout-2', 'a-cart-eu', '', '*'])('is refused outside its bounds: %j', (value) => {
    expect(() => whole(value)).toThrow(
      `service is ${JSON.stringify(value)} by the signal's dimension ServiceName, but may only be checkout, cart-*`,
    )
  })

  it('is refused when the signal does not have it', () => {
    expect(() => whole()).toThrow(NotInSignal)
    expect(() => whole()).toThrow(
      'the signal has no dimension ServiceName (or several), from which service is to be taken',
    )
  })
})

it('fits a pattern as IAM would have it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '-'), maxLength: 8 })
  fc.assert(
    fc.property(text, text, (pattern, value) => {
      const escaped = pattern.split('*').map((part) => part.replaceAll('-', '\\-'))
      expect(fits(pattern, value)).toBe(new RegExp(`^${escaped.join('.*')}$`, 's').test(value))
    }),
    { numRuns: 2000 },
  )
})
