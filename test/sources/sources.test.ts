import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilePattern } from '@andon/event-pattern'
import type { Rule } from '../../functions/sources/source.ts'
import { readMessage } from '../../functions/sources/read-message.ts'
import { sources } from '../../functions/sources/sources.ts'
import { at } from '../signals.ts'

// Whatever source there is, and whatever source there will be …

const room = 'functions/sources'
const rules = Object.values(sources).map(({ rule }) => rule)
const examples = Object.entries(sources).flatMap(([name, source]) =>
  examplesOf(name).map((file) => ({
    name,
    file,
    source,
    body: readFileSync(join(room, name, 'examples', file), 'utf8'),
  })),
)

function examplesOf(name: string): string[] {
  const folder = join(room, name, 'examples')
  return existsSync(folder) ? readdirSync(folder) : []
}

it('has a folder of its own, and each folder is in the list', () => {
  const folders = readdirSync(room, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(sources).sort())
})

it.each(Object.keys(sources))('shows an example of what comes in: %s', (name) => {
  expect(examplesOf(name)).not.toEqual([])
})

it.each(examples)('$name brings $file, and nobody else does', ({ name, body }) => {
  const message = JSON.parse(body)
  const whose = Object.entries(sources).filter(([, { rule }]) => isBroughtBy(rule, message))
  expect(whose.map(([other]) => other)).toEqual([name])
})

it.each(examples)('$name reads $file, in the queue as by itself', ({ source, body }) => {
  const message = readMessage(body, at('09:00'))
  expect(message).toEqual(source.parse(JSON.parse(body), at('09:00')))
  expect(message.kind).not.toBe('nothing')
})

it('has a name of its own, that its service takes', () => {
  const made = rules.filter((rule) => rule.kind === 'event' || rule.kind === 'topic')
  expect(new Set(made.map(({ name }) => name)).size).toBe(made.length)
  const names = (kind: Rule['kind']) => made.filter((rule) => rule.kind === kind).map(({ name }) => name)
  for (const name of names('event')) expect(name).toMatch(/^andon-[a-z-]{1,58}$/)
  for (const name of names('topic')) expect(name).toMatch(/^andon_[a-z_]{1,122}$/)
})

it('is deaf to Andon’s own alarms, or our failure would feed itself', () => {
  const ours = JSON.parse(readFileSync(join(room, 'cloudwatch-alarm/examples/metric-alarm.json'), 'utf8'))
  ours.detail.alarmName = 'andon-on-signal-errors'
  expect(rules.filter((rule) => rule.kind !== 'configured' && isBroughtBy(rule, ours))).toEqual([])
})

it('lets no event on a bus pass for one that Andon itself has put into the queue', () => {
  const claims = examples.filter(({ source: { rule } }) => rule.kind === 'direct').map(({ body }) => JSON.parse(body))
  expect(claims).not.toEqual([])
  for (const claim of claims) {
    expect(rules.filter((rule) => rule.kind === 'event' && compilePattern(rule.pattern)(claim))).toEqual([])
    // Under the type that brings it, it is what that type says: who it claims to be from does not count.
    const detail = { incident: 'checkout-20261121090003-1k3vbq2', by: 'ada', id: '1', ...claim.detail }
    const disguised = JSON.stringify({ ...claim, 'detail-type': 'Call Answered', time: at('09:00'), detail })
    expect(readMessage(disguised, at('09:00'))).toMatchObject({ kind: 'answer', via: 'bus' })
  }
})

/** As EventBridge, or AWS IoT, would tell. */
function isBroughtBy(rule: Rule, message: any): boolean {
  if (rule.kind === 'event') return compilePattern(rule.pattern)(message)
  // The config brings it, where it names it.
  if (rule.kind === 'configured') return !rules.some((other) => other !== rule && isBroughtBy(other, message))
  // Andon itself brings them.
  if (rule.kind === 'direct') return rule.source === message.source && rule['detail-type'] === message['detail-type']
  if (message.topic === undefined) return false
  const levels = rule.topics.split('/').map((level) => (level === '+' ? '[^/]+' : level))
  return message.source === rule.source && new RegExp(`^${levels.join('/')}$`).test(message.topic)
}
