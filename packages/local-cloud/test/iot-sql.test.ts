import {
  parseRule,
  parseTemplate,
  type RuleMessage,
  topicMatches,
} from '../src/services/iot-core/sql/rule-statement.ts'
import { NotModelled } from '../src/not-modelled.ts'

const message = (payload: unknown, over: Partial<RuleMessage> = {}): RuleMessage => ({
  topic: 'andon/cords/desk-1/pulled',
  payload: payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload)),
  clientId: 'desk-1',
  receivedAt: 1_795_251_600_000,
  ...over,
})

const select = (sql: string, payload: unknown, over?: Partial<RuleMessage>) =>
  parseRule(sql).select(message(payload, over))
const value = (expression: string, payload: unknown = {}) =>
  (select(`SELECT ${expression} AS it FROM 'a'`, payload) as { it?: unknown }).it
const holds = (condition: string, payload: unknown) =>
  select(`SELECT * FROM 'a' WHERE ${condition}`, payload) !== undefined

describe('the rule that brings cords to the queue', () => {
  const sql =
    "SELECT 'andon-cord' AS source, topic() AS topic, timestamp() AS receivedAt, clientid() AS client, encode(*, 'base64') AS payload FROM 'andon/cords/+/pulled'"

  it('wraps any payload, JSON or not, UTF-8 or not, byte for byte', () => {
    const payloads = [
      Buffer.from('{"click":"SINGLE"}'),
      Buffer.from('not json'),
      Buffer.from([0xff, 0x00, 0xfe]),
      Buffer.alloc(0),
    ]
    for (const payload of payloads) {
      expect(select(sql, payload)).toEqual({
        source: 'andon-cord',
        topic: 'andon/cords/desk-1/pulled',
        receivedAt: 1_795_251_600_000,
        client: 'desk-1',
        payload: payload.toString('base64'),
      })
    }
    expect(parseRule(sql).topicFilter).toBe('andon/cords/+/pulled')
  })

  it('says n/a for the client of a message that came over HTTP', () => {
    expect(select(sql, {}, { clientId: undefined })).toMatchObject({ client: 'n/a' })
  })
})

describe('what is selected', () => {
  it('is the whole document for *, and the bytes when it is not JSON', () => {
    expect(select("SELECT * FROM 'a'", { a: 1, b: [2] })).toEqual({ a: 1, b: [2] })
    expect(select("SELECT * FROM 'a'", Buffer.from([0xff]))).toEqual(Buffer.from([0xff]))
  })

  it('is attributes by their own names, the document widened, and nothing for what is undefined', () => {
    expect(
      select("select color.red, list[1] as second, missing FROM 'a'", { color: { red: 255 }, list: [1, 2] }),
    ).toEqual({
      red: 255,
      second: 2,
    })
    expect(select("SELECT *, topic(3) AS cord FROM 'a'", { click: 'LONG' })).toEqual({ click: 'LONG', cord: 'desk-1' })
  })

  it('never reaches what an object inherits', () => {
    expect(select("SELECT constructor.name AS it, toString AS other FROM 'a'", {})).toEqual({})
  })
})

it.each([
  ["lower('ABC')", 'abc'],
  ["UPPER('abc')", 'ABC'],
  ["concat('a', 1, true)", 'a1true'],
  ["concat('a', missing)", undefined],
  ['concat(list, 3)', [1, 2, 3]],
  ["startswith('andon', 'an')", true],
  ["endswith('andon', 'an')", false],
  ["regexp_matches('button-12', '^button-[0-9]+$')", true],
  ['isNull(nothing)', true],
  ['isNull(missing)', false],
  ['isUndefined(missing)', true],
  ['abs(-2.5)', 2.5],
  ['round(2.6) + floor(2.6) * 2 - ceil(0.2)', 6],
  ["length('andon')", 5],
  ["trim('  x ')", 'x'],
  ["indexof('andon', 'd')", 2],
  ["encode('andon', 'base64')", 'YW5kb24='],
  ["encode(list, 'base64')", Buffer.from('[1,2]').toString('base64')],
  ['topic(9)', undefined],
  ["'it''s'", "it's"],
  ["'a' + 1", 'a1'],
  ['7 % 4', 3],
  ['1 / 0', undefined],
  ['-list[0]', -1],
  ['[1, topic(1)]', [1, 'andon']],
])('%s is %p', (expression, expected) => {
  expect(value(expression, { list: [1, 2], nothing: null })).toEqual(expected)
})

it('gives every message its own uuid', () => {
  expect(value('newuuid()')).toMatch(/^[0-9a-f-]{36}$/)
  expect(value('newuuid()')).not.toBe(value('newuuid()'))
})

it.each([
  ["click = 'SINGLE'", true],
  ["click <> 'SINGLE'", false],
  ["click = 'SINGLE' AND volts > 1500", true],
  ["click = 'LONG' OR volts >= 2000", true],
  ["NOT click = 'LONG'", true],
  ["click = 'LONG' OR click = 'SINGLE' AND volts < 10", false],
  ["(click = 'LONG' OR click = 'SINGLE') AND NOT volts < 10", true],
  ["click IN ('LONG', 'SINGLE')", true],
  ["click IN ['LONG']", false],
  ['2 IN list', true],
  ['text > 5', true],
  ['click > 5', false],
  ['missing = 1', false],
  ['missing <> 1', false],
  ['NOT missing', false],
  ["nested.deep.is = 'here'", true],
  ['click = 1', false],
  ['volts * 2 - 1000 = 3000', true],
])('WHERE %s: %p', (condition, expected) => {
  const payload = { click: 'SINGLE', volts: 2000, list: [1, 2], text: '12', nested: { deep: { is: 'here' } } }
  expect(holds(condition, payload)).toBe(expected)
})

it.each([
  ["SELECT VALUE a FROM 'b'", 'VALUE'],
  ["SELECT get_thing_shadow('a', 'b') AS s FROM 'b'", 'get_thing_shadow'],
  ["SELECT constructor(1) AS s FROM 'b'", 'constructor'],
  ["SELECT (SELECT a FROM b) AS c FROM 'b'", 'SELECT is not modelled'],
  ["SELECT CASE a WHEN 1 THEN 2 END AS c FROM 'b'", 'CASE'],
  ["SELECT topic(2) FROM 'b'", 'needs a name'],
  ['SELECT a FROM b', 'topic filter in single quotes'],
  ["SELECT a FROM 'b' LIMIT 3", 'LIMIT'],
  ['SELECT a FROM \'b\' WHERE a = "x"', 'cannot read'],
  ["SELECT lower() AS a FROM 'b'", 'lower() cannot take 0'],
  ["SELECT lower(*) AS a FROM 'b'", '"*"'],
  ["SELECT a FROM 'b' WHERE", 'an expression is missing'],
  ['', 'expected SELECT'],
])('refuses %s', (sql, named) => {
  expect(() => parseRule(sql)).toThrow(NotModelled)
  expect(() => parseRule(sql)).toThrow(named)
})

it('fills the topic of a republish action', () => {
  expect(parseTemplate('andon/lights/${topic(3)}/${lower(click)}')(message({ click: 'LONG' }))).toBe(
    'andon/lights/desk-1/long',
  )
})

it.each([
  ['a/+/c', 'a/b/c', true],
  ['a/+/c', 'a/b/c/d', false],
  ['a/#', 'a', true],
  ['a/#', 'a/b/c', true],
  ['#', '$aws/things', false],
  ['a/+', 'a', false],
  ['a/b', 'a/b', true],
])('the filter %s and the topic %s: %p', (filter, topic, expected) => {
  expect(topicMatches(filter, topic)).toBe(expected)
})
