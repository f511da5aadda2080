import type { Catalogue } from './actions/catalogue.ts'
import type { Home } from './actions/resource.ts'
import { allChannels, channelsOfLine } from './channels/line-channels.ts'
import type { AndonConfig } from './config/define-andon.ts'
import { placesOf } from './config/places.ts'
import { rulesOf } from './config/rules-of.ts'
import { ruleNameOf, ruleOf } from './config/source-config.ts'
import { guards } from './domain/guards/guards.ts'
import { byEveryName, shownByEveryName } from './domain/line-names.ts'
import { readMessage } from './sources/read-message.ts'
import { ruleThatBrings } from './sources/rule-that-brings.ts'
import type { Known } from './usecases/explain/known.ts'

interface Explained {
  readonly config: AndonConfig
  readonly actions: Catalogue
  readonly roles: Readonly<Record<string, string>>
  /** EventBridge partners' buses that its channels name. */
  readonly partnerBuses: readonly string[]
}

/** What `explain` knows of a config, with the real parts of the way. @param home where Andon is */
export function knownOf({ config, actions, roles, partnerBuses }: Explained, home: Home): Known {
  const { lines, sources = {} } = config
  const withAllChannels = Object.fromEntries(
    Object.entries(lines).map(([name, line]) => [name, { ...line, channels: channelsOfLine(name, line) }]),
  )
  return {
    config,
    home,
    places: placesOf(config, home),
    brings: ruleThatBrings({
      sources: Object.entries(sources).map(([name, source]) => ({ name: ruleNameOf(name), pattern: ruleOf(source) })),
      hasPartners: partnerBuses.length > 0,
    }),
    readMessage,
    actions,
    roles,
    rules: rulesOf(config, home),
    guards,
    lines: byEveryName(withAllChannels),
    channels: allChannels(config),
    lights: shownByEveryName(config.lights, lines),
  }
}
