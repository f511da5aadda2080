import { secondsAfter } from '../instant.ts'
import { protectedTag } from '../protection.ts'
import type { DescribedGuard } from './guard.ts'

/** Seconds until the tags are read again. */
const readAgain = 60

/** What a team has marked for people alone, no machine changes. Tags that cannot be read may say that. */
export const protectedByTag: DescribedGuard = {
  name: 'protected-tag',
  objectsWhen: `what it would change carries the tag \`${protectedTag}\`, with any value but \`false\`, or that cannot be read`,
  judge({ about, protection }, now) {
    // Before it has looked, nobody knows yet what it would change.
    if (about?.plan === undefined) return { kind: 'act' }
    if (about.changes?.seen !== undefined) return people(about.changes.seen)
    if (about.changes?.arns === undefined || protection === undefined) {
      return { kind: 'people', because: `nobody can tell whether what it would change is tagged ${protectedTag}` }
    }
    if (protection.kind === 'unknown') {
      const because = `nobody can tell whether what it would change is tagged ${protectedTag} (${protection.because})`
      return { kind: 'hold', because, until: { kind: 'instant', at: secondsAfter(now, readAgain) } }
    }
    return protection.kind === 'none' ? { kind: 'act' } : people(protection.what)
  },
}

const people = (what: string) => ({ kind: 'people', because: `${what} is tagged ${protectedTag}` }) as const
