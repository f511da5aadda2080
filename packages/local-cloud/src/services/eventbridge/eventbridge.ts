import { randomUUID } from 'node:crypto'
import type { Activity } from '../../activity.ts'
import type { CloudClock } from '../../clock.ts'
import { eventsApi, eventTime } from './api.ts'
import { Deliveries, Undelivered, type Lost, type Passage } from './delivery.ts'
import { busEventFrom, type BusEvent } from './event.ts'
import { busName, rulesOf, type Rule, type Target } from './rule.ts'
import { Schedules } from './schedules.ts'
import { evaluate } from '../iam/iam.ts'
import { mayInvoke, maySend } from '../iam/resource-policies.ts'
import { documentsOfRole, mayAssume } from '../iam/roles.ts'
import type { Api } from '../../api.ts'
import { account, region } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Functions } from '../lambda/functions.ts'
import type { Queues } from '../sqs/queues.ts'
import type { Store } from '../../store.ts'
import type { Template } from '../../template/template.ts'

export { BadEvent } from './event.ts'

const service = 'events.amazonaws.com'

export interface EventBridgeParts {
  readonly template: Template
  readonly clock: CloudClock
  readonly queues: Queues
  readonly functions: Functions
  readonly activity: Activity
  readonly store: Store
  /** How many times as often rules with a rate fire; 1 unless told. */
  readonly speed?: number
}

export interface EventBridge {
  /**
   * Puts an event on a bus exactly as given, also one of a source `aws.*`. When it returns, every target has it or
   * it is kept for another try. Throws `BadEvent`, and `AwsError` when there is no such bus.
   */
  put(bus: string, event: unknown): void
  /** Calls `listener` with every event that is put on a bus, as part of the same write. */
  onPut(listener: (bus: string, event: BusEvent) => void): void
  readonly api: Api
  /**
   * From now on the scheduled rules fire. What fell due while the cloud was down fires once.
   * @param options.newAtOnce a rule that was never here before fires at once, instead of when it would first fall due
   */
  startSchedules(options?: { readonly newAtOnce?: boolean }): void
  /** Events that no target and no dead-letter queue took. */
  lost(): Lost[]
  /** Stops schedules and retries; what waits is kept for the next start. */
  close(): void
}

const noSuchBus = (name: string) => new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`)

/** Whoever associates a partner's event source makes its bus by hand, so no template has it. */
const isOfPartner = (name: string, rules: readonly Rule[]) =>
  name.startsWith('aws.partner/') && rules.some(({ bus }) => bus === name)

/** The default bus and those of the template, with their rules. Throws `NotModelled` for what cannot be played. */
export function createEventBridge(parts: EventBridgeParts): EventBridge {
  const { template, clock, store, speed = 1 } = parts
  const rules = rulesOf(template)
  const buses = new Set(['default', ...template.ofType('AWS::Events::EventBus').map(({ ref }) => ref)])
  const listeners: Parameters<EventBridge['onPut']>[0][] = []
  const hand = handing(parts, buses, (bus, event) => route(bus, event, true))
  const deliveries = new Deliveries({ ...parts, rules, hand })
  const fire = (rule: Rule, time: number) => deliver([rule], scheduledEvent(rule, time), false)
  const schedules = new Schedules({ clock, store, speed, fire })

  function put(bus: string, event: unknown): void {
    if (!buses.has(bus) && !isOfPartner(bus, rules)) throw noSuchBus(bus)
    const read = busEventFrom(event)
    store.together(() => {
      for (const listener of listeners) listener(bus, read)
      route(bus, read, false)
    })
  }

  function route(bus: string, event: BusEvent, forwarded: boolean): void {
    const matching = rules.filter((rule) => rule.bus === bus && rule.matches(event))
    deliver(matching, event, forwarded)
  }

  function deliver(matching: readonly Rule[], event: BusEvent, forwarded: boolean): void {
    const passage = { event, arrivedAt: clock.now(), forwarded }
    // Together, so that a process that is killed half-way has told either all of the targets or none.
    store.together(() => {
      for (const rule of matching) for (const target of rule.targets) deliveries.deliver(rule, target, passage)
    })
  }

  const api = eventsApi({ clock, put, rules, hasBus: (name) => buses.has(name) })
  return {
    put,
    onPut: (listener) => void listeners.push(listener),
    api,
    startSchedules: (options) => schedules.start(rules, options),
    lost: () => deliveries.lost(),
    close() {
      schedules.close()
      deliveries.close()
    },
  }
}

const handing =
  (parts: EventBridgeParts, buses: ReadonlySet<string>, sendOn: (bus: string, event: BusEvent) => void) =>
  (rule: Rule, target: Target, { event, arrivedAt, forwarded }: Passage): void => {
    const input = target.makeInput(event, arrivedAt)
    if (target.arn.startsWith('arn:aws:sqs:')) toQueue(parts, rule, target, input)
    else if (target.arn.startsWith('arn:aws:lambda:')) toFunction(parts, rule, target, input)
    else sendOn(busToReach(parts.template, target, forwarded, buses), event)
  }

function toQueue({ template, queues }: EventBridgeParts, rule: Rule, target: Target, input: string): void {
  if (!maySend(template, { queueArn: target.arn, service, sourceArn: rule.arn })) {
    throw new Undelivered('NO_PERMISSIONS', `The policy of ${target.arn} does not let the rule send to it`)
  }
  queues.send(target.arn, input, target.groupId === undefined ? {} : { groupId: target.groupId })
}

function toFunction({ template, functions }: EventBridgeParts, rule: Rule, target: Target, input: string): void {
  if (!mayInvoke(template, target.arn, service, rule.arn)) {
    throw new Undelivered('NO_PERMISSIONS', `No AWS::Lambda::Permission lets the rule invoke ${target.arn}`)
  }
  functions.invokeLater(target.arn, JSON.parse(input))
}

/** The bus that a target is, if its role may put events there. */
function busToReach(template: Template, target: Target, forwarded: boolean, buses: ReadonlySet<string>): string {
  const bus = busName(target.arn)
  if (!buses.has(bus)) throw new Undelivered('NO_RESOURCE', `Event bus ${bus} does not exist.`)
  // As in AWS, an event goes on to one further bus at most; so buses that lead to each other come to rest.
  if (forwarded) {
    throw new Undelivered('THIRD_ACCOUNT_HOP_DETECTED', `An event from another bus is not sent on to ${bus}`)
  }
  const { roleArn } = target
  const mayPut =
    roleArn !== undefined &&
    mayAssume(template, roleArn, service) &&
    evaluate(documentsOfRole(template, roleArn), 'events:PutEvents', target.arn) === 'allowed'
  if (!mayPut) throw new Undelivered('NO_PERMISSIONS', `The target's role does not let the rule put events on ${bus}`)
  return bus
}

function scheduledEvent(rule: Rule, time: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: eventTime(time),
    region,
    resources: [rule.arn],
    detail: {},
  }
}
