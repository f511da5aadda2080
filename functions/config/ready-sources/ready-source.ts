import type { Duration } from '../../domain/duration.ts'
import type { Severity } from '../../domain/signal.ts'
import type { SourceChoice } from '../source-config.ts'

/** What every ready source may be told. What a config leaves out is as the source's own page says (docs/sources.md). */
export interface ReadyOptions<Line extends string, Playbook extends string> {
  readonly line: Line
  readonly severity?: Severity
  /** So long after its newest event an incident closes by itself. */
  readonly closesAfter?: Duration
  /** Which playbook runs for which of the events. */
  readonly playbooks?: readonly SourceChoice<Playbook>[]
}

/** What of it goes into the config as it is; what was left out is not there at all. */
export const common = <Line extends string, Playbook extends string>({
  line,
  severity,
  closesAfter,
  playbooks,
}: ReadyOptions<Line, Playbook>) => ({
  line,
  ...(severity && { severity }),
  ...(closesAfter && { closesAfter }),
  ...(playbooks && { playbooks }),
})
