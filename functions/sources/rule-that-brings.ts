import { compilePattern, type EventPattern } from '@andon/event-pattern'
import * as z from 'zod/mini'
import type { EventRule, Rule } from './source.ts'
import { sources } from './sources.ts'

/** A rule of the stack that brings an event to the signals queue. */
export interface BringingRule {
  readonly name: string
  /** What it listens on. 'itself': Andon puts it into the queue, and nobody else can. */
  readonly on: EventRule['bus'] | 'MQTT' | 'itself'
}

/** What the config adds to the rules that every Andon has. */
export interface ConfiguredRules {
  readonly sources: readonly { readonly name: string; readonly pattern: EventPattern }[]
  /** Whether a channel names a partner's bus; else no rule listens there. */
  readonly hasPartners: boolean
}

export type Brought =
  | { readonly kind: 'brought'; readonly by: BringingRule }
  | { readonly kind: 'not-brought'; readonly because: string }

interface Asked {
  readonly rule: BringingRule
  readonly takes: (event: unknown) => boolean
  /** As a person reads it. */
  readonly pattern: EventPattern
}

const anEvent = z.object({ source: z.string(), 'detail-type': z.optional(z.string()) })

/**
 * Which rule brings an event, by the very patterns that the stack's rules are made of; or why none does.
 * @returns a function, for many events: the patterns are compiled once
 */
export function ruleThatBrings({ sources: configured, hasPartners }: ConfiguredRules): (event: unknown) => Brought {
  const all = Object.values(sources).map(({ rule }) => rule)
  const ours = all.filter((rule) => rule.kind === 'event').map(askedOfEventRule)
  const theirs = configured.map(({ name, pattern }) => asked({ name, on: 'default' }, pattern))
  const listening = [...ours, ...theirs].filter(({ rule }) => rule.on !== 'partner' || hasPartners)

  return (event) => {
    const envelope = anEvent.safeParse(event)
    if (!envelope.success) return notBrought('it names no source, as every event of EventBridge does')
    const { source, 'detail-type': type } = envelope.data
    const own = all.find((rule) => isBroughtByUs(rule, source, type))
    if (own !== undefined) return { kind: 'brought', by: own.kind === 'topic' ? mqtt(own) : itself(own) }
    const found = listening.find(({ takes }) => takes(event))
    if (found !== undefined) return { kind: 'brought', by: found.rule }
    return notBrought(whyNot(listening, event, source, type))
  }
}

const asked = (rule: BringingRule, pattern: EventPattern): Asked => ({ rule, pattern, takes: compilePattern(pattern) })

const askedOfEventRule = ({ name, bus, pattern }: EventRule): Asked => asked({ name, on: bus }, pattern)

function isBroughtByUs(rule: Rule, source: string, type: string | undefined) {
  if (rule.kind === 'topic') return type === undefined && rule.source === source
  return rule.kind === 'direct' && rule.source === source && rule['detail-type'] === type
}

const mqtt = ({ name }: { readonly name: string }): BringingRule => ({ name, on: 'MQTT' })
const itself = (rule: Rule): BringingRule => ({ name: rule.kind === 'direct' ? rule.source : '', on: 'itself' })

/** The rules that take events of the same source and type, and not this one, say best what is missing. */
function whyNot(listening: readonly Asked[], event: unknown, source: string, type: string | undefined): string {
  const alike = { source, ...(type !== undefined && { 'detail-type': type }) }
  const near = listening.filter(({ pattern }) => takesAlike(pattern, alike))
  const what = type === undefined ? `what comes from ${source}` : `"${type}" from ${source}`
  if (near.length === 0) return `no rule asks for ${what}; add it to andon.config.ts under \`sources\``
  const rules = near.map(({ rule, pattern }) => `${rule.name} asks for ${inShort(differing(pattern, event))}`)
  return `a rule asks for ${what}, but not for this one: ${rules.join('; ')}`
}

/** The pattern without what is asked of anything but source and type. */
function takesAlike({ $or, ...pattern }: EventPattern, alike: object): boolean {
  if ($or !== undefined) return $or.some((one) => takesAlike(one, alike))
  const { source, 'detail-type': type } = pattern
  const outer = { ...(source && { source }), ...(type && { 'detail-type': type }) }
  return Object.keys(outer).length > 0 && compilePattern(outer)(alike)
}

/** Of what a pattern asks, the parts that the event does not have. */
function differing({ $or, ...pattern }: EventPattern, event: unknown): unknown {
  if ($or !== undefined) return $or.map((one) => differing(one, event))
  const parts = Object.entries(pattern).flatMap(([name, part]) => {
    if (name !== 'detail') return [{ [name]: part }]
    return Object.entries(pattern.detail ?? {}).map(([field, value]) => ({ detail: { [field]: value } }))
  })
  const missing = parts.filter((part) => !compilePattern(part)(event))
  return missing.length === 1 ? missing[0] : missing
}

/** A pattern can be long, and this is one sentence. */
const longest = 300
function inShort(pattern: unknown): string {
  const text = JSON.stringify(pattern)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

const notBrought = (because: string): Brought => ({ kind: 'not-brought', because })
