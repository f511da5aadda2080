import type {
  About,
  AlarmView,
  ChatMessage,
  CordView,
  DeadLetter,
  IncidentView,
  Laptop,
  LightView,
  LinesView,
  TopicView,
} from '../laptop.ts'

import type { PlaybookView } from '../../functions/usecases/playbook-views.ts'

/** All that the console page shows. Where there is more than a page can hold, the newest. */
export interface ConsoleState {
  readonly about: About
  readonly lights: readonly LightView[]
  /** In text order; of more than 200, those in ALARM first. */
  readonly alarms: readonly AlarmView[]
  readonly cords: readonly CordView[]
  readonly lines: LinesView
  readonly guards: readonly string[]
  /** With the newest 7 days of the record of each. */
  readonly playbooks: readonly PlaybookView[]
  /** Newest first; every open one among the newest 500, and so many of the others that there are 50 in all. */
  readonly incidents: readonly IncidentView[]
  readonly channels: readonly { readonly name: string; readonly messages: readonly ChatMessage[] }[]
  /** With the newest 20 messages of each. */
  readonly topics: readonly TopicView[]
  readonly deadLetters: readonly DeadLetter[]
  /** How many there are in all. */
  readonly counts: { readonly incidents: number; readonly open: number; readonly deadLetters: number }
}

const most = { alarms: 200, incidents: 50, open: 500, messages: 50, told: 20, deadLetters: 50, days: 7 }

export async function consoleState(laptop: Laptop): Promise<ConsoleState> {
  const incidents = await laptop.incidents()
  const deadLetters = laptop.deadLetters()
  const open = incidents.filter(({ state }) => state !== 'resolved')
  return {
    about: laptop.about(),
    lights: laptop.lights(),
    alarms: firing(laptop.alarms()).slice(0, most.alarms),
    cords: laptop.cords(),
    lines: await laptop.lines(),
    guards: laptop.guards(),
    playbooks: (await laptop.playbooks()).map((one) => ({ ...one, record: one.record.slice(0, most.days) })),
    incidents: newest(incidents, open),
    channels: laptop.channels().map((name) => ({ name, messages: (laptop.chat(name) ?? []).slice(-most.messages) })),
    topics: laptop.topics().map((topic) => ({ ...topic, messages: topic.messages.slice(-most.told) })),
    deadLetters: deadLetters.slice(-most.deadLetters),
    counts: { incidents: incidents.length, open: open.length, deadLetters: deadLetters.length },
  }
}

function firing(alarms: readonly AlarmView[]): readonly AlarmView[] {
  if (alarms.length <= most.alarms) return alarms
  return alarms.toSorted((a, b) => Number(b.state === 'ALARM') - Number(a.state === 'ALARM'))
}

function newest(incidents: readonly IncidentView[], open: readonly IncidentView[]): IncidentView[] {
  const shown = new Set(open.slice(0, most.open))
  for (const incident of incidents) {
    if (shown.size >= most.incidents) break
    shown.add(incident)
  }
  return incidents.filter((incident) => shown.has(incident))
}
