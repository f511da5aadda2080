import { compilePattern } from '@andon/event-pattern'
import type { LinePlace, Places } from '../domain/place.ts'
import type { AndonConfig, LineConfig } from './define-andon.ts'

/** Unless the playbook says otherwise. */
const defaultAtMostPerHour = 5

/** The configuration as `place` wants it, with its patterns compiled. */
export function placesOf(config: AndonConfig): Places {
  return {
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
    takes: compilePattern(line.alarms),
    ...(line.noData && { noData: line.noData }),
    playbooks: (line.playbooks ?? []).map(({ when, run }) => {
      const { title = run, atMostPerHour = defaultAtMostPerHour } = config.playbooks[run] ?? {}
      return { takes: compilePattern(when), playbook: { name: run, title, atMostPerHour } }
    }),
  }
}
