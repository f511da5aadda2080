import type { Way } from '../../agent/link/broker-address.ts'
import { failed, type Finding, ok, skipped } from './finding.ts'
import type { Knock } from './knock.ts'

export interface Knocked {
  readonly way: Way
  readonly knock: Knock
}

/** The findings of knocking at each of the broker's ports: about each port, and about our certificate. */
export function findPorts(light: string, knocked: readonly Knocked[]): readonly Finding[] {
  return [...knocked.map((one) => findPort(one, knocked)), ...findWelcome(light, knocked)]
}

function findPort({ way, knock }: Knocked, all: readonly Knocked[]): Finding {
  const port = `port ${way.port}${way.alpn === undefined ? '' : ` (ALPN ${way.alpn})`}`
  switch (knock.kind) {
    case 'open':
    case 'refused':
      return ok(`${port}: open${way.isSecure ? ', and this machine trusts the broker’s certificate' : ''}`)
    case 'closed':
      return failed(`${port}: ${knock.why}`, whatOfClosed(way, all))
    case 'stranger':
      return failed(
        `${port}: ${knock.why}`,
        `are "broker" and "ca" right in the settings? If they are, a firewall on the way opens encrypted connections: ask its operator to make an exception for ${way.host}`,
      )
  }
}

function whatOfClosed({ host, port }: Way, all: readonly Knocked[]): string {
  const open = all.find(({ knock }) => isOpen(knock))
  const openIt = `open TCP to ${host}, port ${port}`
  if (open !== undefined) return `the light works with port ${open.way.port}; to have a second way, ${openIt}`
  const either = all.map(({ way }) => way.port).join(' or ')
  return all.length > 1
    ? `the light needs one of them: open TCP to ${host}, port ${either}; is "broker" right in the settings?`
    : `${openIt}; is "broker" right in the settings?`
}

function findWelcome(light: string, knocked: readonly Knocked[]): readonly Finding[] {
  if (!knocked.some(({ way }) => way.isSecure)) return []
  const what = 'certificate at the broker'
  const refused = knocked.find(({ knock }) => knock.kind === 'refused')
  if (refused?.knock.kind === 'refused')
    return [
      failed(
        `${what}: ${refused.knock.why}`,
        `check if it is active with: npx andon light check ${light}; get a new install line with: npx andon light add ${light}`,
      ),
    ]
  return [knocked.some(({ knock }) => isOpen(knock)) ? ok(`${what}: not refused`) : skipped(what, 'no port is open')]
}

/** A way to connect to the broker; `undefined` if there is none. */
export const openWay = (knocked: readonly Knocked[]) => knocked.find(({ knock }) => knock.kind === 'open')?.way

const isOpen = ({ kind }: Knock) => kind === 'open' || kind === 'refused'
