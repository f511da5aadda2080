import { BlockList, isIP } from 'node:net'

// Which addresses are somebody's on the public internet, by IANA's special-purpose address registries.

const subnets = (family: 'ipv4' | 'ipv6', ...those: (readonly [network: string, prefix: number])[]) => {
  const list = new BlockList()
  for (const [network, prefix] of those) list.addSubnet(network, prefix, family)
  return list
}

const special4 = subnets(
  'ipv4',
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // behind a carrier's NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local: AWS's metadata are here
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // IETF protocols
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
)
/** All that is routed. Outside it are loopback, link-local, unique local, multicast, mapped and translated IPv4. */
const global6 = subnets('ipv6', ['2000::', 3])
const special6 = subnets(
  'ipv6',
  ['2001::', 23], // IETF protocols, Teredo among them, which carries an IPv4 address
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which carries an IPv4 address
  ['3fff::', 20], // documentation
)

/** @param address as a resolver gives it. What is no address at all is not public */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special4.check(address, 'ipv4')
    case 6:
      return !address.includes('%') && global6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
    default:
      return false
  }
}
