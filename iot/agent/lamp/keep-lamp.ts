import type { LightReport } from '../../contract/light-report.ts'
import type { Cancel, Clock } from '../clock/clock.ts'
import { awaitsClock, dateNewest, type Fact, hear, type Ignored, newLamp, reportOf, shownBy } from './lamp.ts'
import type { Shown } from './shown.ts'

/**
 * How long to sleep at most while a command is shown or the clock is waited for: timers stand still while a machine is
 * asleep, and nobody calls when a clock is set. Milliseconds.
 */
const longestNap = 1000

export interface KeptLamp {
  /** Takes in a fact and shows what follows from it at once. */
  learn(fact: Fact): Ignored | undefined
  /** What the lamp would report now. */
  report(): LightReport
  stop(): void
}

export interface LampOptions {
  /** The agent's version, as the cloud is to know it. */
  readonly version: string
  readonly clock: Clock
  /** ISO 8601; where the device has a certificate. */
  readonly certificateEnds?: string | undefined
}

export interface LampOutlets {
  /** Called with what is to be shown, also when that is the same as before. */
  show(shown: Shown): void
  /** Called when there is something new to report, by a fact or by the passing of time, and after every connect. */
  report(report: LightReport): void
}

/** Keeps a lamp true as facts come and time goes by. */
export function keepLamp({ version, clock, certificateEnds }: LampOptions, outlets: LampOutlets): KeptLamp {
  let lamp = newLamp
  let reported = ''
  let cancelNap: Cancel = () => {}

  const reportNow = (shown: Shown): LightReport => ({
    ...reportOf(lamp, shown, clock.moment()),
    agent: version,
    ...(certificateEnds !== undefined && { certificateEnds }),
  })

  const look = () => {
    cancelNap()
    const moment = clock.moment()
    lamp = dateNewest(lamp, moment)
    const { shown, until = awaitsClock(lamp) ? Infinity : undefined } = shownBy(lamp, moment)
    outlets.show(shown)
    if (until !== undefined) cancelNap = clock.after(Math.min(longestNap, until - moment.monotonic), look)

    const report = reportNow(shown)
    const { at: _at, ...news } = report
    const said = JSON.stringify(news)
    if (said !== reported) outlets.report(report)
    reported = said
  }

  look()
  return {
    learn(fact) {
      const heard = hear(lamp, fact, clock.moment())
      lamp = heard.lamp
      // Whatever we said before, the broker may by now hold our will instead.
      if (fact.kind === 'connected') reported = ''
      look()
      return heard.ignored
    },
    report: () => reportNow(shownBy(lamp, clock.moment()).shown),
    stop: () => cancelNap(),
  }
}
