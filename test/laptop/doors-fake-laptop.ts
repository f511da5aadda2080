import type { PlaybookView } from '../../functions/usecases/playbook-views.ts'
import type { Incident } from '../../functions/domain/incident.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Click } from '../../iot/contract/cord-pull.ts'
import type { LightCommand } from '../../iot/contract/light-command.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import type { AlarmChange } from '@andon/local-cloud/services/cloudwatch/cloudwatch.ts'
import type { AlarmState } from '@andon/local-cloud/services/cloudwatch/event.ts'
import type {
  ChatMessage,
  CordView,
  DeadLetter,
  ExplainedEvent,
  IncidentView,
  Laptop,
  ApiReply,
  LightView,
  LinesView,
  TopicView,
} from '../../laptop/laptop.ts'

/** A laptop without anything in it: tests say what it holds, and see what was done to it. */
export class FakeLaptop implements Laptop {
  readonly done: unknown[][] = []
  readonly listeners = new Set<() => void>()
  readonly alarmStates = new Map<string, AlarmState>()
  heldIncidents: readonly IncidentView[] = []
  heldLights: readonly LightView[] = []
  heldDeadLetters: readonly DeadLetter[] = []
  messages = new Map<string, readonly ChatMessage[]>([
    ['checkout', []],
    ['search', []],
  ])
  heldCords: readonly CordView[] = [
    { name: 'desk-1', line: 'checkout' },
    { name: 'desk-2', line: 'search' },
  ]
  heldTopics: readonly TopicView[] = [{ name: 'andon-line-checkout', line: 'checkout', messages: [] }]
  heldLines: LinesView = {
    lines: [
      { name: 'checkout', title: 'Checkout', state: 'calm', stops: [] },
      { name: 'search', title: 'Search', state: 'calm', stops: [] },
    ],
  }
  apiReply: ApiReply = { status: 202, message: '' }
  whenIdle: Promise<void> = Promise.resolve()
  fault: Error | undefined

  /** Changes what is held, and says so. */
  now(
    change: Partial<
      Pick<
        FakeLaptop,
        | 'heldIncidents'
        | 'heldLights'
        | 'heldLines'
        | 'apiReply'
        | 'heldDeadLetters'
        | 'heldCords'
        | 'heldTopics'
        | 'messages'
        | 'fault'
      >
    >,
  ): void {
    Object.assign(this, change)
    for (const listener of this.listeners) listener()
  }

  put(event: unknown) {
    if (this.fault) throw this.fault
    this.done.push(['put', event])
  }
  setAlarm(name: string, setting: AlarmChange) {
    this.done.push(['setAlarm', name, setting])
    const before = this.alarmStates.get(name) ?? 'INSUFFICIENT_DATA'
    const { state = before, lost = false } = setting
    this.alarmStates.set(name, state)
    this.now({})
    return { sent: !lost && before !== state, state }
  }
  deleteAlarm(name: string, options: { readonly lost: boolean }) {
    this.done.push(['deleteAlarm', name, options])
    const existed = this.alarmStates.delete(name)
    return { existed, sent: existed && !options.lost }
  }
  alarms = () => [...this.alarmStates].map(([name, state]) => ({ name, state }))
  async incidents() {
    if (this.fault) throw this.fault
    return this.heldIncidents
  }
  async explain(event: unknown): Promise<ExplainedEvent> {
    this.done.push(['explain', event])
    const not = { not: 'no rule asks for it' }
    const home = { account: '000000000000', region: 'eu-central-1' }
    const at = instant(Date.UTC(2026, 10, 21, 9))
    return {
      at,
      asked: 'config',
      home,
      event: { source: 'test' },
      rule: not,
      read: not,
      means: not,
      words: ['rule  no'],
    }
  }
  async answerCall(incident: string, by: string) {
    if (this.fault) throw this.fault
    this.done.push(['answerCall', incident, by])
  }
  async resolve(incident: string, by: string, reason: string) {
    if (this.fault) throw this.fault
    this.done.push(['resolve', incident, by, reason])
  }
  async askApi(path: string, body: object) {
    if (this.fault) throw this.fault
    this.done.push(['askApi', path, body])
    return this.apiReply
  }
  lines = async () => this.heldLines
  async setMachines(line: string | undefined, because?: string) {
    this.done.push(['setMachines', line, because])
  }
  heldPlaybooks: readonly PlaybookView[] = []
  playbooks = async () => this.heldPlaybooks
  guards = () => ['machines-stopped', 'line-stopped', 'needs-approval']
  cords = () => this.heldCords
  async pull(cord: string, click: Click) {
    this.done.push(['pull', cord, click])
  }
  topics = () => this.heldTopics
  channels = () => [...this.messages.keys()]
  chat = (channel: string) => this.messages.get(channel)
  lights = () => this.heldLights
  deadLetters = () => this.heldDeadLetters
  about = () => ({ mqttPort: 1883, awsPort: 4566, speed: 1 })
  idle = () => this.whenIdle
  onChange(listener: () => void) {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
}

export const at = (time: string) => instant(new Date(`2026-11-21T${time.padEnd(8, ':00')}.000Z`))

export function anIncident(but: Partial<IncidentView> = {}): IncidentView {
  const incident: Incident = {
    id: 'checkout-20261121090000-1k3vbq2',
    key: 'alarm checkout-latency',
    line: 'checkout',
    state: 'help',
    title: 'checkout-latency',
    reason: 'Threshold Crossed: 3 datapoints were greater than the threshold (1.0).',
    openedAt: at('09:00'),
    version: 1,
    tried: [],
  }
  return {
    ...incident,
    undoable: [],
    timeline: [{ at: at('09:00'), kind: 'opened', text: 'people are called' }],
    ...but,
  }
}

type Told = Partial<LightCommand> & { name?: string; shows?: string[] }

/** A lamp that shows what it was told. */
export function aLight({ name = 'desk-1', shows = ['checkout'], ...but }: Told = {}): LightView & Required<LightView> {
  const command: LightCommand = {
    epoch: at('08:00'),
    v: 7,
    line: shows[0]!,
    state: 'calm',
    acknowledged: false,
    reasons: [],
    at: at('09:00'),
    ttlSeconds: 180,
    ...but,
  }
  const { epoch, v, state } = command
  return { name, shows, command, report: aReport({ epoch, appliedV: v, state }), reportedAt: at('09:07') }
}

export function aReport(but: Partial<LightReport> = {}): LightReport {
  return { epoch: at('08:00'), appliedV: 7, state: 'calm', at: at('09:00'), online: true, agent: '0.1.0', ...but }
}

/** A message as Andon sends it to Slack. */
export function aMessage({
  ts = '1795252800.000100',
  title = 'Checkout: checkout-latency',
  text = 'help wanted',
} = {}): ChatMessage {
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
    { type: 'section', text: { type: 'mrkdwn', text: `:large_yellow_circle: *${text}*`, verbatim: true } },
  ]
  return { ts, text: `${title}: ${text}`, blocks, edited: 0 }
}
