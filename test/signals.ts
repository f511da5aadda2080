import type { Answer, Pull, Resolve } from '../functions/domain/act.ts'
import { type Instant, instant } from '../functions/domain/instant.ts'
import type { AlarmSignal } from '../functions/domain/signal.ts'

/** `at('09:07')` of the day all stories are told of. */
export const at = (time: string): Instant => instant(new Date(`2026-11-21T${time.length === 5 ? `${time}:00` : time}Z`))

/** Where Andon is, in all stories. */
export const home = { account: '000000000000', region: 'eu-central-1' }

/** One alarm of the line checkout in ALARM at nine, with no playbook. */
export function anAlarm({
  name = 'checkout-latency',
  at: when = at('09:00'),
  state = 'alarm',
  ...rest
}: Partial<AlarmSignal> & { name?: string } = {}): AlarmSignal {
  return {
    kind: 'alarm',
    id: `${when} ${state}`,
    key: `alarm arn:aws:cloudwatch:eu-central-1:000000000000:alarm:${name}`,
    line: 'checkout',
    at: when,
    title: name,
    reason: 'Threshold Crossed',
    state,
    ...home,
    ...rest,
  }
}

export const restartCheckout = {
  name: 'restart-checkout',
  title: 'Restart checkout',
  atMostPerHour: 5,
  trust: 'auto' as const,
}

/** The cord at desk 1 pulled once at nine. */
export function aPull({ at: when = at('09:00'), click = 'SINGLE', ...rest }: Partial<Pull> = {}): Pull {
  return {
    kind: 'pull',
    id: `desk-1 ${when} ${click}`,
    key: 'cord desk-1',
    line: 'checkout',
    at: when,
    title: 'cord desk-1 was pulled',
    reason: '',
    click,
    by: 'cord desk-1',
    via: 'cord',
    ...rest,
  }
}

/** Somebody is on it. */
export const anAnswer = (incident: string, { by = 'ada', ...rest }: Partial<Answer> = {}): Answer => ({
  kind: 'answer',
  id: `${by} 1`,
  incident,
  by,
  via: 'bus',
  ...rest,
})

/** Somebody says by the API that it is over. */
export const aResolve = (incident: string, { by = 'Operators/ada', ...rest }: Partial<Resolve> = {}): Resolve => ({
  kind: 'resolve',
  id: `${by} 1`,
  incident,
  by,
  via: 'api',
  reason: 'the till was replaced',
  ...rest,
})
