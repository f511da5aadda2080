import fc from 'fast-check'
import { trusts } from '../../functions/domain/trust.ts'
import { fates } from './imitated-aws.ts'

/** The alarms there are: on which line, and which playbook is for them. */
export const alarms = [
  { line: 'checkout', playbook: 'restart' },
  { line: 'checkout', playbook: 'reboot' },
  { line: 'search', playbook: 'restart' },
  { line: 'search', playbook: 'reboot-twice' },
] as const
export const lines = ['checkout', 'search'] as const
export const resources = ['web', 'host'] as const
/** Who may what, where: kept here once more, so that no oracle asks the code that it judges. */
export const may: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ada: { checkout: ['approve', 'run'], search: ['approve', 'run'] },
  bob: { checkout: ['approve'], search: [] },
  eve: { checkout: [], search: [] },
}
const people = ['ada', 'bob', 'eve'] as const

/** After how many seconds each delivery comes. Most things happen once, and soon. */
const deliveries = fc.oneof(
  { weight: 4, arbitrary: fc.constant([0.2]) },
  { weight: 1, arbitrary: fc.constantFrom([0.2, 0.3], [0.1, 30], [70], [5, 5], [0.1, 900]) },
)

const alarm = fc.record({
  kind: fc.constant('alarm' as const),
  alarm: fc.nat(alarms.length - 1),
  state: fc.oneof(
    { weight: 6, arbitrary: fc.constant('alarm' as const) },
    { weight: 3, arbitrary: fc.constant('ok' as const) },
    { weight: 2, arbitrary: fc.constant('no-data' as const) },
  ),
  deliveries,
})
const cord = fc.record({
  kind: fc.constant('cord' as const),
  line: fc.constantFrom(...lines),
  click: fc.constantFrom('LONG' as const, 'LONG' as const, 'DOUBLE' as const, 'SINGLE' as const),
  deliveries,
})
/** A person does something of their own accord; `incident` counts those there are, the newest is 0. */
const act = fc.record({
  kind: fc.constant('act' as const),
  by: fc.constantFrom(...people),
  what: fc.constantFrom(
    'approve' as const,
    'refuse' as const,
    'run' as const,
    'undo' as const,
    'resolve' as const,
    'answer' as const,
    'answer' as const,
  ),
  incident: fc.nat(3),
  plan: fc.constantFrom('shown' as const, 'shown-before' as const),
  deliveries,
})
const machines = fc.record({
  kind: fc.constant('machines' as const),
  scope: fc.constantFrom('all' as const, ...lines),
  to: fc.constantFrom('run' as const, 'run' as const, 'stopped' as const, 'unreadable' as const),
})
/** People work on a line, from now on. */
const maintenance = fc.record({
  kind: fc.constant('maintenance' as const),
  line: fc.constantFrom(...lines),
  seconds: fc.constantFrom(30, 600),
})
const touched = fc.record({ kind: fc.constant('touched' as const), resource: fc.constantFrom(...resources) })
const outage = fc.record({ kind: fc.constant('outage' as const), seconds: fc.constantFrom(20, 400) })

const something = fc.oneof(
  { weight: 9, arbitrary: alarm },
  { weight: 3, arbitrary: cord },
  { weight: 3, arbitrary: act },
  { weight: 2, arbitrary: machines },
  { weight: 1, arbitrary: touched },
  { weight: 1, arbitrary: maintenance },
  { weight: 1, arbitrary: outage },
)
const happening = fc.record({
  after: fc.constantFrom(0, 0, 0.5, 1, 5, 20, 60, 181, 301, 1000, 4000),
  what: something,
})
/** It happens so many turns after a machine has looked, while that one goes on. */
const ambush = fc.record({ turns: fc.nat(20), what: something })
export type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never

/** What somebody answers to a question or a suggestion, soon after it is asked; beyond these nobody answers. */
const answer = fc.record({
  by: fc.constantFrom('ada' as const, 'ada' as const, 'bob' as const, 'eve' as const),
  yes: fc.constantFrom(true, true, true, false),
  after: fc.constantFrom(1, 10, 100, 2000),
  deliveries,
})

export const history = fc.record({
  trust: fc.record({
    restart: fc.constantFrom('auto' as const, 'auto' as const, ...trusts),
    reboot: fc.constantFrom('auto' as const, 'auto' as const, ...trusts),
    'reboot-twice': fc.constantFrom('auto' as const, ...trusts),
  }),
  rules: fc.record({
    cooldown: fc.constantFrom(1, 120, 600),
    actsPerHour: fc.constantFrom(1, 2, 3, 20),
    machinesPerHour: fc.constantFrom(2, 3, 20),
    /** On how many of the group machines may act within an hour. */
    radius: fc.constantFrom(1, 2, 2, 2),
    twoPeople: fc.boolean(),
    /** The first countermeasure of `restart` is undone afterwards. */
    undoes: fc.boolean(),
  }),
  happenings: fc.array(happening, { minLength: 3, maxLength: 14 }),
  ambushes: fc.array(ambush, { maxLength: 3 }),
  answers: fc.array(answer, { maxLength: 6 }),
  fates: fc.array(fc.constantFrom('done' as const, 'done' as const, ...fates), { maxLength: 6 }),
  /** Of on-change's calls to Lambda: whether each is answered. */
  starts: fc.oneof(
    { weight: 9, arbitrary: fc.array(fc.boolean(), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant(Array.from({ length: 6 }, () => false)) },
  ),
  /** Which of what is delivered from the stream comes twice. */
  streamTwice: fc.array(fc.boolean(), { maxLength: 10 }),
  choices: fc.uint8Array({ maxLength: 500, size: 'max' }),
})
export type History = typeof history extends fc.Arbitrary<infer H> ? H : never
