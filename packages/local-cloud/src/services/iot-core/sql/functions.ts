// https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html
import { randomUUID } from 'node:crypto'
import { asNumber, asText } from './values.ts'

/** A message as a rule sees it. */
export interface RuleMessage {
  readonly topic: string
  readonly payload: Uint8Array
  /** Of the MQTT client that published it; none when it came over HTTP. */
  readonly clientId?: string | undefined
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

export interface RuleFunction {
  /** How many arguments it takes, at least and at most. */
  readonly takes: readonly [least: number, most: number]
  /** Whether the first argument may be `*`: the payload's bytes. */
  readonly whole?: true
  call(message: RuleMessage, given: readonly unknown[]): unknown
}

const ofMessage = (call: (message: RuleMessage) => unknown): RuleFunction => ({ takes: [0, 0], call })
const ofValue = (call: (value: unknown) => unknown): RuleFunction => ({
  takes: [1, 1],
  call: (_, [value]) => call(value),
})
const ofText = (call: (text: string) => unknown): RuleFunction =>
  ofValue((value) => {
    const text = asText(value)
    return text === undefined ? undefined : call(text)
  })
const ofTwoTexts = (call: (text: string, other: string) => unknown): RuleFunction => ({
  takes: [2, 2],
  call(_, [first, second]) {
    const [text, other] = [asText(first), asText(second)]
    return text === undefined || other === undefined ? undefined : call(text, other)
  },
})
const ofNumber = (call: (number: number) => number): RuleFunction =>
  ofValue((value) => {
    const number = asNumber(value)
    return number === undefined ? undefined : call(number)
  })

/** By lower-case name. */
export const ruleFunctions: ReadonlyMap<string, RuleFunction> = new Map(
  Object.entries({
    topic: {
      takes: [0, 1],
      call: ({ topic }, [level]) => (level === undefined ? topic : topic.split('/')[Number(level) - 1]),
    },
    timestamp: ofMessage(({ receivedAt }) => receivedAt),
    clientid: ofMessage(({ clientId }) => clientId ?? 'n/a'),
    newuuid: ofMessage(() => randomUUID()),
    encode: { takes: [2, 2], whole: true, call: (_, [value, scheme]) => encoded(value, scheme) },

    lower: ofText((text) => text.toLowerCase()),
    upper: ofText((text) => text.toUpperCase()),
    trim: ofText((text) => text.trim()),
    length: ofText((text) => text.length),
    concat: { takes: [1, 50], call: (_, given) => concatenated(given) },
    startswith: ofTwoTexts((text, start) => text.startsWith(start)),
    endswith: ofTwoTexts((text, end) => text.endsWith(end)),
    indexof: ofTwoTexts((text, part) => text.indexOf(part)),
    regexp_matches: ofTwoTexts((text, pattern) => new RegExp(pattern, 'u').test(text)),

    isnull: ofValue((value) => value === null),
    isundefined: ofValue((value) => value === undefined),

    abs: ofNumber(Math.abs),
    ceil: ofNumber(Math.ceil),
    floor: ofNumber(Math.floor),
    round: ofNumber(Math.round),
  } satisfies Record<string, RuleFunction>),
)

function encoded(value: unknown, scheme: unknown): string | undefined {
  if (scheme !== 'base64') return undefined
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  const text = asText(value)
  return text === undefined ? undefined : Buffer.from(text).toString('base64')
}

function concatenated(given: readonly unknown[]): unknown {
  if (given.some(Array.isArray)) return given.flat()
  const texts = given.map(asText)
  return texts.includes(undefined) ? undefined : texts.join('')
}
