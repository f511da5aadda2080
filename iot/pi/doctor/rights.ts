import type { Moment } from '../../agent/clock/clock.ts'
import { printable } from '../../agent/printable.ts'
import { readCommand } from '../../agent/lamp/read-command.ts'
import { commandTopic, reportTopic } from '../../contract/topics.ts'
import { failed, type Finding, ok, skipped } from './finding.ts'
import type { Visit } from './visit.ts'

const policy = 'policy'
const roundTrip = 'round trip'

export const notVisited = (why: string): readonly Finding[] => [skipped(policy, why), skipped(roundTrip, why)]

/** What speaking with the broker has told: of what we may do there, and of what the cloud has to say. */
export function findRights(light: string, visit: Visit, moment: Moment): readonly Finding[] {
  const check = `npx andon light check ${light}`
  switch (visit.kind) {
    case 'not-let-in':
      return [
        failed(
          `${policy}: our certificate is good, but "${light}" is not let in with it (${printable(visit.why, 120)})`,
          `is the policy attached to the certificate, and the certificate to the thing ${light}? ${check} tells; npx andon light add ${light} makes it anew`,
        ),
        skipped(roundTrip, 'not let in'),
      ]
    case 'not-heard':
      return [
        failed(
          `${policy}: may connect as "${light}", but not hear ${commandTopic(light)} (${printable(visit.why, 120)})`,
          `the certificate has another policy than ours, or is for another light: ${check} tells`,
        ),
        skipped(roundTrip, 'nothing can be heard'),
      ]
    case 'not-listened-to':
      return [
        failed(
          `${policy}: may hear ${commandTopic(light)}, but not publish ${reportTopic(light)} (${printable(visit.why, 120)})`,
          `the certificate has another policy than ours: ${check} tells`,
        ),
        skipped(roundTrip, 'the report was not taken'),
      ]
    case 'received':
      return [
        ok(`${policy}: the broker let "${light}" in, and took its subscription and its report`),
        findCommand(light, visit.command, moment),
      ]
  }
}

function findCommand(light: string, payload: Uint8Array | undefined, { wall, wallIsSet }: Moment): Finding {
  const cloud = `is ${light} in andon.config.ts, and that deployed? ${check(light)} tells more`
  if (payload === undefined)
    return failed(
      `${roundTrip}: the broker took the report, but has no command for "${light}", or may not give it`,
      cloud,
    )
  const reading = readCommand(payload)
  if (reading.kind === 'not-a-command')
    return failed(`${roundTrip}: what the broker holds for "${light}" is no command (${reading.why})`, cloud)
  const { state, at, ttlSeconds } = reading.command
  const what = `${roundTrip}: the broker confirmed the report, and gave the command ${state}, made ${at}`
  if (!wallIsSet) return ok(`${what}; whether that is long ago, only a clock could tell`)
  const age = Math.round((wall - Date.parse(at)) / 1000)
  return age > ttlSeconds
    ? failed(
        `${what}: ${age} s ago, and it was to be believed for ${ttlSeconds} s`,
        `the cloud does not say it anew: ${check(light)}`,
      )
    : ok(
        `${what}, ${Math.max(0, age)} s ago`,
        `the cloud’s half, with an answer that this lamp must give: ${check(light)}`,
      )
}

const check = (light: string) => `npx andon light check ${light}`
