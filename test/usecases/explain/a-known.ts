import { catalogueOf } from '../../../functions/actions/catalogue.ts'
import type { AndonConfig } from '../../../functions/config/define-andon.ts'
import { parseAndon, servicesIn } from '../../../functions/config/parse-andon.ts'
import { knownOf } from '../../../functions/explaining.ts'
import type { Json, JsonObject } from '../../../functions/domain/json.ts'
import type { Meaning, Explanation } from '../../../functions/usecases/explain/explanation.ts'
import { isNot } from '../../../functions/usecases/explain/explanation.ts'
import { roleNames, playbookPolicies } from '../../../lib/playbook-policy.ts'
import { home } from '../../signals.ts'

/** What is known of a config, where Andon is in all stories. */
export async function aKnown(config: AndonConfig) {
  const actions = await catalogueOf(servicesIn(config))
  const parsed = parseAndon(config, actions)
  const roles = roleNames(playbookPolicies(parsed, actions))
  return knownOf({ config: parsed, actions, roles, partnerBuses: [] }, { partition: 'aws', ...home })
}

/** An alarm's event as CloudWatch sends it. */
export const anAlarmEvent = ({
  name = 'checkout-latency',
  state = 'ALARM',
  time = '2026-11-21T09:00:00.000+0000',
  reason = 'Threshold Crossed',
  ...rest
}: { name?: string; state?: string; time?: string; reason?: string } & JsonObject = {}): Record<string, Json> => ({
  version: '0',
  id: '00000000-0000-0000-0000-000000000000',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  time: '2026-11-21T09:00:00Z',
  ...home,
  resources: [`arn:aws:cloudwatch:${home.region}:${home.account}:alarm:${name}`],
  detail: { alarmName: name, state: { value: state, reason, timestamp: time } },
  ...rest,
})

/** Of an event that means one thing. */
export function onlyMeaning({ means }: Explanation): Meaning {
  if (isNot(means)) throw new Error(means.not)
  const [only, ...others] = means
  if (only === undefined || others.length > 0) throw new Error(`it means ${means.length} things`)
  return only
}
