import type { z } from 'zod'
import { byEveryName } from '../domain/line-names.ts'
import { own } from '../domain/own.ts'
import type { AlarmOrigin, AndonConfig, LineConfig, PlaybookChoice } from './define-andon.ts'

/** Choices for alarms of where their line lets no machine act: the guard `foreign-origin` would always call people. */
export function choicesNeverTaken({ lines, sources = {} }: AndonConfig): z.core.$ZodRawIssue[] {
  const known = byEveryName(lines)
  return [
    ...Object.entries(lines).flatMap(([name, line]) => within(line, line.playbooks, ['lines', name])),
    ...Object.entries(sources).flatMap(([name, { line, playbooks }]) =>
      within(own(known, line), playbooks, ['sources', name]),
    ),
  ]
}

type Choice = Pick<PlaybookChoice, 'from'>

function within(
  line: LineConfig | undefined,
  choices: readonly Choice[] = [],
  path: readonly string[],
): z.core.$ZodRawIssue[] {
  return choices.flatMap(({ from }, nth) =>
    from === undefined
      ? []
      : [
          ...missing(from, 'account', line?.accounts, [...path, 'playbooks', nth, 'from']),
          ...missing(from, 'region', line?.regions, [...path, 'playbooks', nth, 'from']),
        ],
  )
}

function missing(
  from: AlarmOrigin,
  part: keyof AlarmOrigin,
  named: readonly string[] | undefined,
  path: readonly (string | number)[],
): z.core.$ZodRawIssue[] {
  if (named === undefined || named.includes(from[part])) return []
  const message = `one of the \`${part}s\` of its line: ${named.map((each) => `"${each}"`).join(', ')}`
  return [{ code: 'custom', path: [...path, part], input: from[part], message }]
}
