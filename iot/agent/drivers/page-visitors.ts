import type { IncomingMessage } from 'node:http'
import { BlockList } from 'node:net'
import { hostname } from 'node:os'

/** Addresses that are only routed within a house, an office or a private virtual network. */
const nearby = new BlockList()
nearby.addSubnet('127.0.0.0', 8)
nearby.addSubnet('10.0.0.0', 8)
nearby.addSubnet('172.16.0.0', 12)
nearby.addSubnet('192.168.0.0', 16)
nearby.addSubnet('169.254.0.0', 16)
nearby.addSubnet('100.64.0.0', 10)
nearby.addAddress('::1', 'ipv6')
nearby.addSubnet('fc00::', 7, 'ipv6')
nearby.addSubnet('fe80::', 10, 'ipv6')

type Visitor = {
  readonly headers: Pick<IncomingMessage['headers'], 'host'>
  readonly socket: Pick<IncomingMessage['socket'], 'localAddress' | 'remoteAddress'>
}

/**
 * Why a request is refused, or `undefined` if it is not. It must come from nearby, and ask for a name or address of this
 * machine. Otherwise any web site that is open in a browser here could reach us, by a name of its own that points here.
 * @param names other names of this machine on its network
 */
export function whyRefused({ headers, socket }: Visitor, names: readonly string[]): string | undefined {
  const { localAddress = '', remoteAddress = '' } = socket
  if (!nearby.check(remoteAddress, remoteAddress.includes(':') ? 'ipv6' : 'ipv4'))
    return 'This page is open only to its own network. Join that network to see it.'
  const asked = hostOf(headers.host ?? '')
  const known = [...ownNames(), addressOf(localAddress), ...names.map((name) => name.toLowerCase())]
  if (asked !== undefined && known.includes(asked)) return undefined
  return 'This light does not know that name. Use its address, or add the name to "names" in its settings.'
}

const ownNames = () => ['localhost', hostname().toLowerCase(), `${hostname().toLowerCase()}.local`]

/** An IPv6 address without its brackets. */
function hostOf(header: string): string | undefined {
  if (!URL.canParse(`http://${header}`)) return undefined
  return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '')
}

/** As a browser writes it: IPv4 over an IPv6 socket is still IPv4. */
const addressOf = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '')
