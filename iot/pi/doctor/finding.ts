/** The result of one check, in words for people. */
export type Finding =
  /** With a `todo` if it is well now but will not stay so. */
  | { readonly kind: 'ok'; readonly what: string; readonly todo?: string }
  | { readonly kind: 'failed'; readonly what: string; readonly todo: string }
  /** It could not be checked, or need not be. */
  | { readonly kind: 'skipped'; readonly what: string; readonly why: string }

export const ok = (what: string, todo?: string): Finding => ({
  kind: 'ok',
  what,
  ...(todo !== undefined && { todo }),
})
export const failed = (what: string, todo: string): Finding => ({ kind: 'failed', what, todo })
export const skipped = (what: string, why: string): Finding => ({ kind: 'skipped', what, why })

/** The lines to print. */
export function linesOf(finding: Finding): readonly string[] {
  switch (finding.kind) {
    case 'ok':
      return [`ok       ${finding.what}`, ...todoLines(finding.todo)]
    case 'failed':
      return [`FAILED   ${finding.what}`, ...todoLines(finding.todo)]
    case 'skipped':
      return [`skipped  ${finding.what} (${finding.why})`]
  }
}

const todoLines = (todo: string | undefined) => (todo === undefined ? [] : [`         → ${todo}`])
