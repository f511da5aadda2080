import { type DayOfRecord, daysLookedBack, type Ladder, ladderOf, recordByDay } from '../domain/ladder.ts'
import { minutesBefore } from '../domain/instant.ts'
import type { RunRecord } from '../domain/run-record.ts'
import type { Trust } from '../domain/trust.ts'
import type { Clock, Incidents, RunRecords } from '../ports.ts'

export interface PlaybookViewPorts {
  readonly incidents: Pick<Incidents, 'lookUp'>
  readonly records: Pick<RunRecords, 'of'>
  readonly clock: Clock
}

/** A playbook as the config has it. */
export interface KnownPlaybook {
  readonly name: string
  readonly title: string
  readonly trust: Trust
}

/** How far a playbook goes by itself, what that rests on, and what the next rung takes. */
export interface PlaybookView extends Omit<KnownPlaybook, 'trust'> {
  readonly ladder: Ladder
  /** The last day first. */
  readonly record: readonly DayOfRecord[]
}

export async function playbookViews(
  ports: PlaybookViewPorts,
  playbooks: readonly KnownPlaybook[],
): Promise<readonly PlaybookView[]> {
  const seen = await ports.incidents.lookUp({ playbooks: playbooks.map(({ name }) => name) })
  const now = ports.clock.now()
  return Promise.all(
    playbooks.map(async ({ name, title, trust }) => {
      const runs = await recentRuns(ports, name)
      return { name, title, ladder: ladderOf(trust, seen.demotionOf(name), runs, now), record: recordByDay(runs) }
    }),
  )
}

/** What machines changed, that can be undone, and nobody has undone: the last one first. */
export async function leftByMachines(
  ports: Pick<PlaybookViewPorts, 'records' | 'clock'>,
  playbooks: readonly string[],
): Promise<readonly RunRecord[]> {
  const all = await Promise.all(playbooks.map((name) => recentRuns(ports, name)))
  return all
    .flat()
    .filter(({ left }) => left.length > 0)
    .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
}

const recentRuns = ({ records, clock }: Pick<PlaybookViewPorts, 'records' | 'clock'>, playbook: string) =>
  records.of(playbook, minutesBefore(clock.now(), daysLookedBack * 24 * 60))
