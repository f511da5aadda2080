import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { Instant } from '../domain/instant.ts'
import { closeByItself, type ClosePorts } from '../usecases/close-by-itself.ts'
import { followNames, type FollowPorts, type NamedLine } from '../usecases/follow-names.ts'
import { reassert } from '../usecases/reassert.ts'
import type { RefillPorts } from '../usecases/refill-reasons.ts'
import { watchLamp, type WatchPorts } from '../usecases/watch-lamps.ts'

export interface OnMinutePorts extends WatchPorts, RefillPorts, FollowPorts, ClosePorts {
  readonly lights: Readonly<Record<string, { readonly shows: readonly string[] }>>
  /** Those that a light shows. */
  readonly lines: readonly string[]
  /** All lines. */
  readonly names: readonly NamedLine[]
  /** When the schedule was due. Throws for what is no scheduled event. */
  readonly toMinute: (event: unknown) => Instant
}

const logger = new Logger({ serviceName: 'on-minute' })
/** How many lamps are asked, or lines written, at a time. */
const atOnce = 25

/**
 * Once a minute: looks for lamps that do not show what they were told, repeats light commands before the lamps stop
 * trusting them, follows the names that a deployment has changed, and closes what closes by itself. A lamp that cannot be
 * checked does not stop the rest.
 */
export function onMinute(ports: OnMinutePorts) {
  const followed = followedNames(ports)
  return middy<unknown, void>()
    .use(injectLambdaContext(logger))
    .handler(async (event) => {
      const minute = ports.toMinute(event)
      // Two clocks, the schedule's and ours: by the earlier one a line that was just refreshed would be due again.
      const here = ports.clock.now()
      const now = here > minute ? here : minute
      // Lamps first: once a command is repeated, its lamps are behind for a moment.
      const lamps = await inTurns(Object.entries(ports.lights), async ([light, { shows }]) => {
        const health = await watchLamp(ports, light, shows, now)
        if (health.kind === 'unwell') logger.warn('lamp in trouble', { light, because: health.because })
        return health.kind
      })
      const lines = await inTurns(ports.lines, (line) => reassert(ports, line, now))
      const names = await followed()
      const closing = [...new Set(ports.closing.map(({ line }) => line))]
      const closed = await inTurns(closing, (line) => closeByItself(ports, line, now))
      logger.info('lamps and lines checked', {
        lamps: tally(lamps.done),
        lines: tally(lines.done),
        names: tally(names.done),
        closing: tally(closed.done),
      })
      const failures = [...lamps.failures, ...lines.failures, ...names.failures, ...closed.failures]
      if (failures.length > 0) throw new AggregateError(failures, `${failures.length} failed: ${failures.join('; ')}`)
    })
}

/** After as many minutes without anything to follow, the code of before the deployment has written its last. */
const quietMinutes = 5

/** A deployment brings a new process: names change no more while it lives, and then it need not look. */
function followedNames(ports: OnMinutePorts): () => Promise<Turns<string>> {
  const quiet = new Map<string, number>()
  return () => {
    const due = ports.names.filter(({ name }) => (quiet.get(name) ?? 0) < quietMinutes)
    return inTurns(due, async (line) => {
      const outcome = await followNames(ports, line)
      quiet.set(line.name, outcome === 'followed' ? 0 : (quiet.get(line.name) ?? 0) + 1)
      return outcome
    })
  }
}

interface Turns<T> {
  readonly done: readonly T[]
  readonly failures: readonly unknown[]
}

async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<Turns<R>> {
  const outcomes: PromiseSettledResult<R>[] = []
  for (let i = 0; i < all.length; i += atOnce)
    outcomes.push(...(await Promise.allSettled(all.slice(i, i + atOnce).map(work))))
  return {
    done: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    failures: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])),
  }
}

const tally = (words: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]))
