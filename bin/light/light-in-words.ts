import { isNewer } from '../../iot/contract/light-command.ts'
import { printable } from '../../iot/agent/printable.ts'
import { day, utc } from '../moments.ts'
import type { LightFacts } from './facts.ts'

/** A light in a few lines, one fact each. */
export function lightInWords({ device, connection, command, report, ...rest }: LightFacts): string[] {
  const { name, shows, pulls } = device
  const roles = [
    ...(shows === undefined ? [] : [`light of ${shows.join(', ')}`]),
    ...(pulls === undefined ? [] : [`cord of ${pulls}`]),
  ]
  return [
    `${name}: ${roles.join('; ')}`,
    `  installed    ${installed(rest)}`,
    `  online       ${online(connection)}`,
    ...(shows === undefined ? [] : [`  shows        ${shown({ command, report })}`]),
    ...(report === undefined ? [] : [`  agent        ${printable(report.agent, 40)}`]),
  ]
}

function installed({ certificates, needsCertificate }: Pick<LightFacts, 'certificates' | 'needsCertificate'>): string {
  const active = certificates.filter(({ isActive }) => isActive)
  const [first, ...others] = active
  if (certificates.length === 0 && !needsCertificate) return 'on this machine, by `npm start`'
  if (first === undefined) return certificates.length > 0 ? 'no: its certificate is not active' : 'no'
  const ends = first.endsAt === undefined ? '' : `, certificate ends ${day(first.endsAt)}`
  return others.length > 0 ? `${active.length} times: they cut each other off` : `yes${ends}`
}

function online(connection: LightFacts['connection']): string {
  switch (connection.kind) {
    case 'connected':
      return connection.since === undefined ? 'yes' : `yes, since ${utc(connection.since)}`
    case 'away': {
      const since = connection.since === undefined ? '' : `, since ${utc(connection.since)}`
      return `no${since}${connection.because === undefined ? '' : ` (${connection.because})`}`
    }
    case 'never-seen':
      return 'never'
  }
}

function shown({ command, report }: Pick<LightFacts, 'command' | 'report'>): string {
  if (report === undefined) return 'not known: it has not reported yet'
  const why = report.reason === undefined ? '' : ` (${printable(report.reason, 200)})`
  if (command === undefined) return `${report.state}${why}; it was told nothing yet`
  const applied = { epoch: report.epoch, v: report.appliedV }
  if (isNewer(applied, command)) return `${report.state}${why}, by a command that the cloud did not send`
  if (isNewer(command, applied))
    return `${report.state}${why}; behind: it was told ${command.state} at ${utc(command.at)}`
  return report.state === command.state
    ? `${report.state}, as told`
    : `${report.state}${why}; it was told ${command.state}`
}
