import { alarmKey } from '../domain/alarm-key.ts'
import { isOpen } from '../domain/incident.ts'
import type { OpenFor, ParsedAlarm, ParsedContributor, ParsedMessage } from '../domain/parsed-message.ts'
import type { Incidents } from '../ports.ts'

type OfAnAlarm = ParsedAlarm | ParsedContributor

export const isOfAnAlarm = (message: ParsedMessage): message is OfAnAlarm =>
  message.kind === 'alarm' || message.kind === 'contributor'

/**
 * Of alarms that no line takes, those for which something is open all the same: the pattern of its line was edited since,
 * or the line is gone. They must not be lost, or what is open would stay so for ever. One read for all of them: most are
 * of others, and nothing is known of their keys.
 * @returns what is open for a message, or throws, for this message alone, where that cannot be read
 */
export async function openForAlarmsOfNoLine(
  incidents: Incidents,
  strays: readonly OfAnAlarm[],
): Promise<(message: OfAnAlarm) => OpenFor | undefined> {
  if (strays.length === 0) return () => undefined
  const keys = [...new Set(strays.map(({ arn }) => alarmKey(arn)))]
  const snapshot = await incidents.lookUp({ keys })
  return ({ arn }) => {
    const incident = snapshot.memoryOf(alarmKey(arn))?.incident
    return incident && isOpen(incident) ? { incident: incident.id, line: incident.line } : undefined
  }
}
