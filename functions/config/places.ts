import { compilePattern } from '@andon/event-pattern'
import type { Origin } from '../domain/origin.ts'
import type { LinePlace, Places } from '../domain/place.ts'
import type { AndonConfig, LineConfig } from './define-andon.ts'
import { earlierNames } from '../domain/line-names.ts'
import { fromSignalIn } from '../domain/from-signal.ts'
import { own } from '../domain/own.ts'
import { firstTrust } from '../domain/trust.ts'

/** Unless the playbook says otherwise. */
const defaultAtMostPerHour = 5

/** The configuration as `place` wants it, with its patterns compiled. @param home where Andon itself is */
export function placesOf(config: AndonConfig, home: Origin): Places {
  return {
    home,
    lines: Object.entries(config.lines).map(([name, line]) => placeOf(config, name, line)),
    platform: config.platform,
    cords: Object.entries(config.cords).map(([name, { pulls, button }]) => ({
      name,
      line: pulls,
      ...(button !== undefined && { button }),
    })),
  }
}

function placeOf(config: AndonConfig, name: string, line: LineConfig): LinePlace {
  return {
    name,
    was: earlierNames(line),
    takes: compilePattern(line.alarms),
    ...(line.noData && { noData: line.noData }),
    playbooks: (line.playbooks ?? []).map(({ when, from, run }) => {
      const {
        title = run,
        atMostPerHour = defaultAtMostPerHour,
        trust = firstTrust,
        countermeasures = [],
      } = own(config.playbooks, run) ?? {}
      const asks = countermeasures.flatMap((each) => fromSignalIn(each.do.with).map(([, wanted]) => wanted))
      const playbook = { name: run, title, atMostPerHour, trust, ...(asks.length > 0 && { asks }) }
      return { takes: compilePattern(when), ...(from !== undefined && { from }), playbook }
    }),
  }
}
