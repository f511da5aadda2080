import fc from 'fast-check'
import { isPublic } from '../../functions/adapters/public-address.ts'

it.each([
  '0.0.0.0',
  '0.255.255.255',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.170',
  '192.0.2.1',
  '192.168.1.1',
  '198.19.0.1',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:a9fe:a9fe',
  '::ffff:93.184.215.14',
  '64:ff9b::a00:1',
  '64:ff9b:1::a00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  '2606:2800:21f::1%eth0',
  'fec0::1',
  'ff02::1',
  '127.1',
  '0x7f.0.0.1',
  '2130706433',
  '',
  'localhost',
])('%s is not public', (address) => expect(isPublic(address)).toBe(false))

it.each([
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '93.184.215.14',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '223.255.255.255',
  '2606:2800:21f:cb07:6820:80da:af6b:8b2c',
  '2A00:1450:4001:82f::200E',
])('%s is', (address) => expect(isPublic(address)).toBe(true))

const octet = fc.nat(255)
/** Networks that are nobody's on the internet, written anew: as pairs of the octets that are set and how many bits count. */
const inside = fc
  .constantFrom<[number, number]>(
    [0x0a000000, 8],
    [0x7f000000, 8],
    [0x00000000, 8],
    [0x64400000, 10],
    [0xa9fe0000, 16],
    [0xac100000, 12],
    [0xc0a80000, 16],
    [0xe0000000, 3],
  )
  .chain(([network, bits]) => fc.nat(2 ** (32 - bits) - 1).map((host) => network + host))
const dotted = (n: number) => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.')
const inHex = (n: number) => `${Math.floor(n / 65_536).toString(16)}:${(n % 65_536).toString(16)}`

it('lets no address of a private network by, in whatever form of IPv6 it comes', () => {
  fc.assert(
    fc.property(inside, (n) => {
      const forms = [
        dotted(n),
        `::ffff:${dotted(n)}`,
        `::FFFF:${inHex(n)}`,
        `0:0:0:0:0:ffff:${inHex(n)}`,
        `::${inHex(n)}`,
        `64:ff9b::${inHex(n)}`,
        `2002:${inHex(n)}::`,
      ]
      expect(forms.filter((form) => isPublic(form))).toEqual([])
    }),
  )
})

it('takes only what is routed of IPv6', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(65_535), { minLength: 8, maxLength: 8 }), ([first = 0, ...rest]) => {
      const address = [first, ...rest].map((part) => part.toString(16)).join(':')
      if (first < 0x2000 || first > 0x3fff) expect(isPublic(address)).toBe(false)
    }),
  )
})

it('is never at a loss', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.tuple(octet, octet).map(String)), (text) => {
      expect(typeof isPublic(text)).toBe('boolean')
    }),
  )
})
