import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { placesOf } from '../../functions/config/places.ts'
import { place, Unusable } from '../../functions/domain/place.ts'
import { readMessage } from '../../functions/sources/read-message.ts'
import config from '../fixtures/andon.config.ts'
import { at, home } from '../signals.ts'

const room = 'functions/sources'
const examples = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name): unknown => JSON.parse(readFileSync(join(room, name), 'utf8')))
const places = placesOf(config, home)

/** One of the examples with something else in one place: any JSON, any text, with halves of characters too. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
    fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '__proto__', 1e300, undefined)),
  )
  .map(([example, path, value]) => JSON.stringify(withAt(example, path, value)))

function withAt(node: unknown, [step = 0, ...rest]: readonly number[], value: unknown): unknown {
  if (typeof node !== 'object' || node === null) return value
  const keys = Object.keys(node)
  const chosen = keys[step % Math.max(1, keys.length)]
  const entries = Object.entries(node).map(([key, inner]) => [key, key === chosen ? next(inner, rest, value) : inner])
  return Array.isArray(node) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}
const next = (inner: unknown, rest: readonly number[], value: unknown) =>
  rest.length === 0 ? value : withAt(inner, rest, value)

it('is understood, or is of no use for ever and says why: nothing in between is tried again and again', () => {
  fc.assert(
    fc.property(fc.oneof(spoilt, fc.json(), fc.string()), (body) => {
      try {
        const message = readMessage(body, at('09:00'))
        if (message.kind !== 'nothing') place(places, message)
      } catch (error) {
        expect(error).toBeInstanceOf(Unusable)
        expect(error).toMatchObject({ message: expect.stringMatching(/; (see|send|remove|publish|add) /) })
      }
    }),
    { numRuns: 2000 },
  )
})
