import type { Moment } from '../../agent/clock/clock.ts'
import { printable } from '../../agent/printable.ts'
import { readCommand } from '../../agent/lamp/read-command.ts'
import { isForged } from '../../contract/light-command.ts'
import { commandTopic, reportTopic } from '../../contract/topics.ts'
import { failed, type Finding, ok, skipped } from './finding.ts'
import type { Visit } from './visit.ts'

const policy = 'policy'
const roundTrip = 'round trip'

export const notVisited = (why: string): readonly Finding[] => [skipped(policy, why), skipped(roundTrip, why)]

/** The findings of connecting as the light: what its policy allows, and which command the cloud has for it. */
export function findRights(light: string, visit: Visit, moment: Moment): readonly Finding[] {
  const check = `npx andon light check ${light}`
  switch (visit.kind) {
    case 'not-accepted':
      return [
        failed(
          `${policy}: the certificate is valid, but the broker does not accept "${light}" with it (${printable(visit.why, 120)})`,
          `is the policy attached to the certificate, and the certificate to the thing ${light}? Check it with: ${check}; make it again with: npx andon light add ${light}`,
        ),
        skipped(roundTrip, 'not accepted'),
      ]
    case 'may-not-subscribe':
      return [
        failed(
          `${policy}: "${light}" may connect, but not subscribe to ${commandTopic(light)} (${printable(visit.why, 120)})`,
          `the certificate has another policy than Andon's, or is for another light; check it with: ${check}`,
        ),
        skipped(roundTrip, 'cannot receive commands'),
      ]
    case 'may-not-publish':
      return [
        failed(
          `${policy}: "${light}" may subscribe to ${commandTopic(light)}, but not publish ${reportTopic(light)} (${printable(visit.why, 120)})`,
          `the certificate has another policy than Andon's; check it with: ${check}`,
        ),
        skipped(roundTrip, 'the broker did not take the report'),
      ]
    case 'received':
      return [
        ok(`${policy}: the broker accepted "${light}", its subscription and its report`),
        findCommand(light, visit.command, moment),
      ]
  }
}

function findCommand(light: string, payload: Uint8Array | undefined, { wall, wallIsSet }: Moment): Finding {
  const cloud = `is ${light} in andon.config.ts, and is that deployed? Check it with: ${check(light)}`
  if (payload === undefined)
    return failed(`${roundTrip}: the broker took the report, but did not send a command for "${light}"`, cloud)
  const reading = readCommand(payload)
  if (reading.kind === 'not-a-command')
    return failed(`${roundTrip}: the broker has an invalid command for "${light}" (${reading.why})`, cloud)
  const { state, at, ttlSeconds, epoch } = reading.command
  if (isForged(reading.command))
    return failed(
      `${roundTrip}: the broker has a command for "${light}" that the cloud did not send (epoch ${printable(epoch, 40)})`,
      `find out who publishes to ${commandTopic(light)}; if the light stays unknown for minutes: sudo systemctl restart andon-light`,
    )
  const what = `${roundTrip}: the broker confirmed the report, and sent the command ${state}, made ${at}`
  if (!wallIsSet) return ok(`${what}; the clock must be set to know its age`)
  const age = Math.round((wall - Date.parse(at)) / 1000)
  return age > ttlSeconds
    ? failed(
        `${what}: ${age} s ago, but it was valid for only ${ttlSeconds} s`,
        `the cloud does not refresh it; check the cloud with: ${check(light)}`,
      )
    : ok(`${what}, ${Math.max(0, age)} s ago`, `to check the cloud’s half too: ${check(light)}`)
}

const check = (light: string) => `npx andon light check ${light}`
