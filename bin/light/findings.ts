import { printable } from '../../iot/agent/printable.ts'
import { isForged, isNewer, type LightCommand } from '../../iot/contract/light-command.ts'
import { devicePolicyName } from '../../lib/names.ts'
import { day, utc } from '../moments.ts'
import type { LightFacts } from './facts.ts'
import type { RoundTrip } from './round-trip.ts'

/** One thing that was looked at. `note` is well now, but will not stay so. */
export type LightFinding =
  | { readonly kind: 'ok'; readonly what: string }
  | { readonly kind: 'note' | 'failed'; readonly what: string; readonly remedy: string }

const ok = (what: string): LightFinding => ({ kind: 'ok', what })
const note = (what: string, remedy: string): LightFinding => ({ kind: 'note', what, remedy })
const failed = (what: string, remedy: string): LightFinding => ({ kind: 'failed', what, remedy })

const onThePi = 'On the Pi, `sudo andon-light doctor` says more.'
const onThisMachine = 'Run this again in some seconds; the lamps say more in the terminal of `npm start`.'
const moreOf = ({ needsCertificate }: Pick<LightFacts, 'needsCertificate'>) =>
  needsCertificate ? onThePi : onThisMachine
const month = 30 * 24 * 3_600_000

/** Everything that has to be well for a light to be believed, in the order in which one thing needs the other. */
export function findings(facts: LightFacts, trip: RoundTrip, now: Date): LightFinding[] {
  const { device, command } = facts
  const ofDevice = [certificate(facts, now), connection(facts), answer(trip, moreOf(facts))]
  if (device.shows === undefined) return ofDevice
  return [...ofDevice, told(command, now), shown(facts)]
}

function certificate({ device, certificates, needsCertificate }: LightFacts, now: Date): LightFinding {
  const again = `\`npx andon light add ${device.name}\` makes a line for its Pi.`
  const [first, ...others] = certificates.filter(({ isActive }) => isActive)
  if (certificates.length === 0 && !needsCertificate)
    return ok('`npm start` runs it on this machine, where it needs no certificate')
  if (first === undefined)
    return failed(certificates.length > 0 ? 'its certificate is not active' : 'it is not installed', again)
  if (others.length > 0)
    return failed(
      `${others.length + 1} devices may connect as it, and cut each other off`,
      `\`npx andon light remove ${device.name}\` ends all of them; then install the right one again.`,
    )
  if (first.endsAt === undefined) return ok('its certificate is active')
  if (first.endsAt <= now) return failed(`its certificate ended ${day(first.endsAt)}`, again)
  const what = `its certificate is active until ${day(first.endsAt)}`
  return first.endsAt.getTime() - now.getTime() < month ? note(what, `Before that, ${again}`) : ok(what)
}

function connection({ connection: now, ...facts }: LightFacts): LightFinding {
  switch (now.kind) {
    case 'connected':
      return ok(now.since === undefined ? 'it is connected' : `it is connected since ${utc(now.since)}`)
    case 'away': {
      const why = now.because === undefined ? '' : ` (${now.because})`
      const since = now.since === undefined ? '' : ` since ${utc(now.since)}`
      return failed(`it is not connected${since}${why}`, `Does it have power and network? ${moreOf(facts)}`)
    }
    case 'never-seen':
      if (!facts.needsCertificate)
        return failed('it was never connected', 'Start `npm start` without --no-lamps, or connect a lamp of your own.')
      return failed('it was never connected', `Did \`install\` on the Pi run to its end? ${onThePi}`)
  }
}

function answer(trip: RoundTrip, more: string): LightFinding {
  switch (trip) {
    case 'confirmed':
      return ok('it confirmed a message that was sent to it alone')
    case 'not-connected':
      return failed('a message to it could not be delivered', `Does it have power and network? ${more}`)
    case 'no-answer':
      return failed(
        'it is connected, but does not confirm what it is sent',
        `The agent may hang: \`sudo systemctl restart andon-light\` on the Pi. ${more}`,
      )
    case 'may-not-receive':
      return failed(
        'its certificate does not let it receive its own commands',
        `Are the policy ${devicePolicyName} and the light's thing attached to it? Remove the light and add it again.`,
      )
  }
}

const forged =
  'See who may publish to its topic. The lamp obeys the cloud again with its next commands, within minutes; an older agent ' +
  'once it starts again: `sudo systemctl restart andon-light` on the Pi.'

function told(command: LightCommand | undefined, now: Date): LightFinding {
  const remedy = 'Look at the alarms andon-on-minute and andon-on-change: they refresh the lights.'
  if (command === undefined) return failed('the cloud has sent it no command that can be read', remedy)
  if (isForged(command)) {
    const epoch = printable(command.epoch, 40)
    return failed(`its last command is not the cloud's: its epoch is ${JSON.stringify(epoch)}`, forged)
  }
  const what = `the cloud told it ${command.state} at ${utc(command.at)}`
  const isStale = Date.parse(command.at) + command.ttlSeconds * 1000 < now.getTime()
  return isStale ? failed(`${what}, which is too old to be believed`, remedy) : ok(what)
}

function shown({ command, report, needsCertificate }: LightFacts): LightFinding {
  const doctor = moreOf({ needsCertificate })
  if (report === undefined) return failed('it has not reported what it shows', doctor)
  if (!report.online) return failed('it signed off, or lost its connection', doctor)
  const why = report.reason === undefined ? '' : `: ${printable(report.reason, 200)}`
  const what = `it reports that it shows ${report.state}${why}`
  if (command === undefined) return ok(what)
  const applied = { epoch: report.epoch, v: report.appliedV }
  if (isNewer(applied, command)) return failed(`${what}, by a command that the cloud did not send`, forged)
  if (isNewer(command, applied))
    return failed(`${what}, but has not received the newest command`, `Run this again in a minute. ${doctor}`)
  return report.state === command.state ? ok(what) : failed(what, `It was told ${command.state}. ${doctor}`)
}
