import type { LightReport } from '../contract/light-report.ts'
import type { Cancel, Clock } from './clock.ts'
import { type Fact, hear, type Ignored, newLamp, reportOf, shownBy } from './lamp.ts'
import type { Shown } from './shown.ts'

/** How long to sleep at most while a command is shown: timers stand still while a machine is asleep. Milliseconds. */
const longestNap = 1000

export interface KeptLamp {
  /** Takes in a fact and shows what follows from it at once. */
  learn(fact: Fact): Ignored | undefined
  /** What the lamp would report now. */
  report(): LightReport
  stop(): void
}

export interface LampOutlets {
  /** Called with what is to be shown, also when that is the same as before. */
  show(shown: Shown): void
  /** Called when what is shown changes, by command or by the passing of time, and after every connect. */
  report(report: LightReport): void
}

/** Keeps a lamp true as facts come and time goes by. */
export function keepLamp(version: string, clock: Clock, outlets: LampOutlets): KeptLamp {
  let lamp = newLamp
  let reported = ''
  let cancelNap: Cancel = () => {}

  const report = (): LightReport => ({ ...reportOf(lamp, clock.moment()), agent: version })

  const look = () => {
    cancelNap()
    const { monotonic } = clock.moment()
    const { shown, until } = shownBy(lamp, clock.moment())
    outlets.show(shown)
    if (until !== undefined) cancelNap = clock.after(Math.min(longestNap, until - monotonic), look)

    const { epoch, appliedV, state } = report()
    const news = JSON.stringify([epoch, appliedV, state])
    if (news !== reported) outlets.report(report())
    reported = news
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
    report,
    stop: () => cancelNap(),
  }
}
