import { fits } from './from-signal.ts'

/** What the config says who may, of one line. */
export type Permission = 'approve' | 'run' | 'stop' | 'start'

/**
 * All names of whoever has the ARN: an ARN of a session also stands for the role, whose path and session nobody knows
 * beforehand.
 */
export function namesOf(arn: string): readonly string[] {
  const { partition, account, role } = session.exec(arn)?.groups ?? {}
  const names = role === undefined ? [arn] : [arn, `arn:${partition}:iam::${account}:role/${role}`]
  return names.map((name) => `iam:${name}`)
}
const session = /^arn:(?<partition>[^:]+):sts::(?<account>\d+):assumed-role\/(?<role>[^/]+)\//

/** @param patterns as the config has them; none: nobody may */
export const mayBe = (patterns: readonly string[] = [], names: readonly string[]): boolean =>
  patterns.some((pattern) => names.some((name) => fits(pattern, name)))
