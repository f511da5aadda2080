import { clip } from '../../domain/clip.ts'
import type { CallState } from '../../domain/call-for-people.ts'
import { furtherReason } from '../../domain/incident.ts'
import { originInWords } from '../../domain/origin.ts'
import type { CallMessage } from '../sender.ts'

const words = { help: 'Help wanted', stop: 'LINE STOPPED' } as const satisfies Record<CallState, string>
/** A stopped line is worse than a call for help; what PagerDuty does by it, its services say. */
const severities = { help: 'error', stop: 'critical' } as const satisfies Record<CallState, string>

/**
 * PagerDuty reads it out on the phone, so it is short, and the most urgent first. It takes 1,024 characters of a
 * summary, and makes links of what looks like one in the details.
 */
export function pagerDutyMessage({ call, incident, line }: CallMessage) {
  const why = furtherReason(incident)
  return {
    payload: {
      summary: tame(`${words[call.state]}: ${line.title}: ${incident.title}`, 400),
      source: incident.line,
      severity: incident.severity === 'low' && call.state === 'help' ? 'warning' : severities[call.state],
      timestamp: call.at,
      component: incident.line,
      custom_details: {
        called: tame(call.text, 300),
        ...(why !== '' && { why: tame(why, 400) }),
        ...(incident.elsewhere && { where: originInWords(incident) }),
        incident: incident.id,
      },
    },
    client: 'Andon',
    ...(incident.url !== undefined && { links: [{ href: incident.url, text: 'open the alarm' }] }),
  }
}

/** One line, without anything that becomes a link, or turns the text's direction. */
const tame = (text: string, most: number): string =>
  clip(
    text
      .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
      .replaceAll('://', ': //')
      .trim(),
    most,
  )
