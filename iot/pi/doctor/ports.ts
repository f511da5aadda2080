import type { Way } from '../../agent/link/broker-address.ts'
import { failed, type Finding, ok, skipped } from './finding.ts'
import type { Knock } from './knock.ts'

export interface Knocked {
  readonly way: Way
  readonly knock: Knock
}

/** What knocking at each of the broker's ports has told: of each port, and of our certificate. */
export function findPorts(light: string, knocked: readonly Knocked[]): readonly Finding[] {
  return [...knocked.map((one) => findPort(one, knocked)), ...findWelcome(light, knocked)]
}

function findPort({ way, knock }: Knocked, all: readonly Knocked[]): Finding {
  const port = `port ${way.port}${way.alpn === undefined ? '' : ` (ALPN ${way.alpn})`}`
  switch (knock.kind) {
    case 'open':
    case 'refused':
      return ok(`${port}: open${way.isSecure ? ', and the broker’s certificate is one that is trusted' : ''}`)
    case 'closed':
      return failed(`${port}: ${knock.why}`, whatOfClosed(way, all))
    case 'stranger':
      return failed(
        `${port}: ${knock.why}`,
        `is "broker" right in the settings, and "ca", if it is there? Else something on the way opens what is sealed: have ${way.host} excepted from that`,
      )
  }
}

function whatOfClosed({ host, port }: Way, all: readonly Knocked[]): string {
  const open = all.find(({ knock }) => isOpen(knock))
  const letOut = `let TCP out to ${host}, port ${port}`
  if (open !== undefined) return `the light does with port ${open.way.port}; to have this way too, ${letOut}`
  const either = all.map(({ way }) => way.port).join(' or ')
  return all.length > 1
    ? `the light needs one of them: let TCP out to ${host}, port ${either}; is "broker" right in the settings?`
    : `${letOut}; is "broker" right in the settings?`
}

function findWelcome(light: string, knocked: readonly Knocked[]): readonly Finding[] {
  if (!knocked.some(({ way }) => way.isSecure)) return []
  const what = 'certificate at the broker'
  const refused = knocked.find(({ knock }) => knock.kind === 'refused')
  if (refused?.knock.kind === 'refused')
    return [
      failed(
        `${what}: ${refused.knock.why}`,
        `npx andon light check ${light} tells whether it is active; a new install line comes from: npx andon light add ${light}`,
      ),
    ]
  return [knocked.some(({ knock }) => isOpen(knock)) ? ok(`${what}: not refused`) : skipped(what, 'no port is open')]
}

/** On which to speak with the broker; `undefined` where there is none. */
export const openWay = (knocked: readonly Knocked[]) => knocked.find(({ knock }) => knock.kind === 'open')?.way

const isOpen = ({ kind }: Knock) => kind === 'open' || kind === 'refused'
