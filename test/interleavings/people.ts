import { whoMay } from '../../functions/config/who-may.ts'
import type { Change, Incident } from '../../functions/domain/incident.ts'
import type { Incoming } from '../../functions/domain/settle.ts'
import { arnOf, configOf } from './a-config.ts'
import type { ActOnAnIncident, Asked } from './facts.ts'
import type { Happening, History } from './history.ts'
import type { Turns } from './turns.ts'

interface Around {
  readonly turns: Turns
  readonly incidents: () => readonly Incident[]
  readonly comes: (incoming: Incoming, deliveries: readonly number[]) => void
  readonly tell: (text: () => string) => void
}

/** People who act by the API, in time or too late, and some of whom may not. */
export class People {
  /** By the id of the act. */
  readonly asked = new Map<string, Asked>()
  readonly #around: Around
  readonly #mayDo
  readonly #shown = new Map<string, { plan: string; title: string }[]>()
  readonly #answers
  #acts = 0

  constructor(history: History, around: Around) {
    this.#around = around
    this.#mayDo = whoMay(configOf(history))
    this.#answers = [...history.answers]
  }

  /** People see what a machine asks or suggests, and somebody may answer. */
  see({ before, after }: Change): void {
    for (const [kind, seen] of [
      ['approve', after.asked !== before?.asked && after.asked],
      ['run', after.suggestion !== before?.suggestion && after.suggestion],
    ] as const) {
      if (!seen) continue
      const { plan, title } = seen
      this.#shown.set(after.id, [...(this.#shown.get(after.id) ?? []), { plan, title }])
      const answer = this.#answers.shift()
      if (answer === undefined) continue
      const { by, yes, after: seconds, deliveries } = answer
      const what = yes ? kind : kind === 'run' ? 'resolve' : 'refuse'
      this.#around.turns.after(seconds, () => this.#does(by, what, after, { plan, title }, deliveries))
    }
  }

  act({ by, what, incident: nth, plan, deliveries }: Extract<Happening['what'], { kind: 'act' }>): void {
    const incident = this.#around.incidents().at(-1 - nth)
    if (incident === undefined) return
    const shown = this.#shown.get(incident.id) ?? []
    this.#does(by, what, incident, plan === 'shown' ? shown.at(-1) : shown[0], deliveries)
  }

  /** By the API, which asks who may. */
  #does(
    by: string,
    kind: ActOnAnIncident | 'answer',
    { id: incident, line }: Incident,
    seen: { plan: string; title: string } | undefined,
    deliveries: readonly number[],
  ): void {
    if (kind === 'answer') {
      this.#around.tell(() => `${by} answers ${incident}`)
      return this.#around.comes({ kind, id: `answer-${this.#acts++}`, incident, by, via: 'bus' }, deliveries)
    }
    if (seen === undefined && kind !== 'undo' && kind !== 'resolve') return
    const why = this.#mayDo(kind, line, arnOf(by))
    const id = `act-${this.#acts++}`
    const { plan, title } = seen ?? { plan: '', title: '' }
    this.asked.set(id, { by, what: kind, incident, line, title })
    this.#around.tell(() => `${by} wants to ${kind} ${incident} (${title}): ${why ?? id}`)
    if (why !== undefined) return
    const act = { id, incident, by: arnOf(by), via: 'api', plan, reason: 'why not' } as const
    this.#around.comes({ ...act, kind }, deliveries)
  }
}
