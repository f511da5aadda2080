import type { LightReport } from '../../contract/light-report.ts'
import type { Cancel, AgentClock } from '../clock/clock.ts'
import { awaitsClock, dateNewest, type Fact, type Ignored, learn, newLamp, reportOf, shownBy } from './lamp.ts'
import type { Shown } from './shown.ts'

/**
 * The longest sleep while a command is shown or the clock is not set: timers stop while the machine sleeps, and nobody
 * tells us when the clock is set. Milliseconds.
 */
const longestNap = 1000

export interface RunningLamp {
  /** Takes a fact and shows at once what follows from it. */
  learn(fact: Fact): Ignored | undefined
  /** What the lamp would report now. */
  report(): LightReport
  stop(): void
}

export interface LampOptions {
  /** The agent's version, for the report. */
  readonly version: string
  readonly clock: AgentClock
  /** ISO 8601; only if the device has a certificate. */
  readonly certificateEnds?: string | undefined
}

export interface LampOutlets {
  /** Called with what to show, also when it is the same as before. */
  show(shown: Shown): void
  /** Called when a fact or time brings something new to report, and after every connect. */
  report(report: LightReport): void
}

/** Keeps a lamp right as facts come and time passes. */
export function runLamp({ version, clock, certificateEnds }: LampOptions, outlets: LampOutlets): RunningLamp {
  let lamp = newLamp
  let lastReport = ''
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
    if (said !== lastReport) outlets.report(report)
    lastReport = said
  }

  look()
  return {
    learn(fact) {
      const learned = learn(lamp, fact, clock.moment())
      lamp = learned.lamp
      // The broker may have replaced our last report with our will: report again.
      if (fact.kind === 'connected') lastReport = ''
      look()
      return learned.ignored
    },
    report: () => reportNow(shownBy(lamp, clock.moment()).shown),
    stop: () => cancelNap(),
  }
}
