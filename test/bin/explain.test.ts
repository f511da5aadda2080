import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { at } from '../signals.ts'
import { anAlarmEvent } from '../usecases/explain/a-known.ts'
import { anAndon, clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'andon-explain-'))
const config = join(import.meta.dirname, '../fixtures/andon.config.ts')
function fileWith(name: string, content: string | Uint8Array): string {
  const file = join(folder, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
  return file
}
const explained = (file: string, ...more: string[]) =>
  typed(['explain', file, '--config', config, ...more], clientsFor({}))

it('says what would follow, by the config alone', async () => {
  const { code, said, remarked } = await explained(fileWith('event.json', JSON.stringify(anAlarmEvent())))
  expect({ code, remarked }).toEqual({ code: 0, remarked: '' })
  expect(said).toContain('incident   opened: people are called')
  expect(said).toContain('Andon is taken to be in account 000000000000, region eu-central-1.')
})

it('prints JSON for programs', async () => {
  const { said } = await explained(
    fileWith('event.json', JSON.stringify(anAlarmEvent())),
    '--json',
    '--at',
    '2026-11-21T09:30Z',
  )
  expect(JSON.parse(said.join('\n'))).toMatchObject({
    at: at('09:30'),
    asked: 'config',
    rule: { name: 'andon-alarm-changed' },
  })
})

it('takes Andon to be where it is told', async () => {
  const file = fileWith('event.json', JSON.stringify(anAlarmEvent({ name: 'checkout-5xx' })))
  const { said } = await explained(file, '--home', '111122223333/us-east-1')
  expect(said.join('\n')).toContain('is not for alarms of account 000000000000, region eu-central-1')
})

it.each([
  ['is not there', undefined, 'there is no such file'],
  ['is empty', ' \n', 'is empty'],
  ['is not JSON', '{ "source": ', 'is not JSON'],
  [
    'holds a list',
    '[{}, {}]',
    'holds a list of 2, and not one event.\nGive it one of them, or all of a folder: --replay',
  ],
  ['holds a number', '7', 'holds no event'],
  ['holds nothing', 'null', 'holds no event'],
  ['holds what SNS tells', '{"AlarmName":"x","NewStateValue":"ALARM"}', 'holds what SNS tells of an alarm'],
  ['holds what a function is handed', '{"Records":[]}', 'of a queue, that is its "body"'],
  ['holds an event of no source', '{"hello":"world"}', 'cannot be understood'],
  ['holds a malformed event', JSON.stringify(anAlarmEvent({ account: 'acme' })), 'cannot be understood'],
])('ends with 2 and says what to do where the file %s', async (_, content, words) => {
  const file = content === undefined ? join(folder, 'nowhere.json') : fileWith('bad.json', content)
  const { code, remarked } = await explained(file)
  expect(code).toBe(2)
  expect(remarked).toContain(words)
})

it.each([
  ['no line takes', JSON.stringify(anAlarmEvent({ name: 'payments-5xx' })), 'no line takes the alarm "payments-5xx"'],
  ['no rule brings', '{"source":"aws.health","detail-type":"AWS Health Event"}', 'no rule asks for "AWS Health Event"'],
])('ends well with an event that %s: that is an answer', async (_, content, words) => {
  const { code, said } = await explained(fileWith('event.json', content))
  expect(code).toBe(0)
  expect(said.join('\n')).toContain(words)
})

it.each([[[]], [['x', '--at', 'tomorrow']], [['x', '--home', 'here']], [['--replay', 'x', '--answered-after', '-1']]])(
  'does not understand %j',
  async (args) => expect(await typed(['explain', ...args], clientsFor({}))).toMatchObject({ code: 2, said: [] }),
)

it('ends with 1 where the config is refused', async () => {
  const bad = fileWith('andon.config.ts', 'export default { lines: 7 }\n')
  const file = fileWith('event.json', JSON.stringify(anAlarmEvent()))
  const { code, remarked } = await typed(['explain', file, '--config', bad], clientsFor({}))
  expect(code).toBe(1)
  expect(remarked).toContain('lines: found 7')
})

describe('--live', () => {
  const there = anAndon()
  const file = fileWith('live.json', JSON.stringify(anAlarmEvent({ name: 'checkout-5xx' })))

  it('asks the table, the switch and what would be acted on, as whoever typed it', async () => {
    const Outputs = [{ OutputKey: 'AlarmsTopic', OutputValue: 'arn:aws:sns:eu-central-1:000000000000:andon-alarms' }]
    const DescribeStacks = () => ({ Stacks: [{ Outputs }] })
    const aws = clientsFor({ ...there.handlers, DescribeStacks, GetParameters: () => ({ Parameters: [] }) })
    const denied = Object.assign(new Error('not you'), { name: 'AccessDeniedException' })
    const sessionIn = () => ({
      send: async () => {
        throw denied
      },
      arnOf: () => '',
    })
    const args = ['explain', file, '--config', config, '--live', '--json']
    const { code, said, remarked } = await typed(args, { ...aws, sessionIn })
    expect({ code, remarked }).toEqual({ code: 0, remarked: '' })
    const [meaning] = JSON.parse(said.join('\n')).means
    expect(meaning.countermeasures[0].ready).toMatchObject({
      looked: { not: expect.stringContaining('ecs:DescribeServices was denied: not you') },
      together: { kind: 'act' },
    })
  })
})

describe('--replay', () => {
  const events = ['ALARM', 'OK'].map((state, nth) => ({
    ...anAlarmEvent({ state, time: at(`09:0${nth}`) }),
    time: at(`09:0${nth}`),
  }))

  it('reads one event a file, lists, and one a line, packed or not, and says what it left out', async () => {
    const [first, second] = events.map((event) => JSON.stringify(event))
    fileWith('month/one.json', `${first}`)
    fileWith('month/a/list.json', `[${second}, ${second}]`)
    fileWith('month/a/lines.jsonl.gz', gzipSync(`${first}\n\nnot JSON\n${second}\n`))
    fileWith('month/picture.png', 'no')
    const args = ['explain', '--replay', join(folder, 'month'), '--config', config]
    const { code, said, remarked } = await typed(args, clientsFor({}))
    expect(code).toBe(0)
    expect(said[0]).toBe('5 events, from 2026-11-21 09:00 UTC to 2026-11-21 09:01 UTC.')
    expect(remarked).toBe('Left out: a/lines.jsonl.gz, line 3: not JSON.')
    const json = await typed([...args, '--json'], clientsFor({}))
    expect(JSON.parse(json.said.join('\n'))).toMatchObject({ lines: [{ line: 'checkout', opened: 1, stillOpen: 0 }] })
  })

  it.each([
    ['that is not there', 'nowhere'],
    ['without events', 'empty'],
  ])('ends with 2 for a folder %s', async (_, name) => {
    if (name === 'empty') fileWith('empty/readme.md', 'nothing')
    const { code, remarked } = await typed(
      ['explain', '--replay', join(folder, name), '--config', config],
      clientsFor({}),
    )
    expect(code).toBe(2)
    expect(remarked).toMatch(/cannot be read|holds no events/)
  })
})
