import { mkdtempSync, writeFileSync } from 'node:fs'
import type { NetworkInterfaceInfo } from 'node:os'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Download, lanAddress, openDownload } from '../../laptop/lan.ts'

const address = (of: string, but: Partial<NetworkInterfaceInfo> = {}) =>
  ({ address: of, family: 'IPv4', internal: false, ...but }) as NetworkInterfaceInfo
const interfaces = {
  lo: [address('127.0.0.1', { internal: true })],
  wlan0: [address('192.168.1.20'), address('fe80::1', { family: 'IPv6' })],
  eth0: undefined,
}

it('opens an address of this machine', () => {
  expect(lanAddress('192.168.1.20', interfaces)).toBe('192.168.1.20')
})

it.each(['0.0.0.0', '127.0.0.1', '192.168.1.21', 'fe80::1', '::', 'localhost', 'wlan0', ''])(
  'opens nothing for %j, and says which addresses there are',
  (text) => {
    expect(() => lanAddress(text, interfaces)).toThrow(
      `--lan is "${text}"; it must be an IPv4 address of this machine on a network (it has 192.168.1.20).`,
    )
  },
)

it('says so when this machine is on no network', () => {
  expect(() => lanAddress('192.168.1.20', {})).toThrow('(it has none now)')
})

describe('the download', () => {
  let download: Download
  afterEach(() => download.close())

  it('gives the one file as it is, once it is there, and nothing else', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'andon-download-')), 'archive')
    writeFileSync(file, 'the software')
    download = await openDownload('127.0.0.1', 0)
    const get = async (url: string, method = 'GET') => {
      const response = await fetch(url, { method })
      return [response.status, await response.text()]
    }
    expect(await get(download.url)).toEqual([404, ''])

    download.serve(file)
    expect(await get(download.url)).toEqual([200, 'the software'])
    const { origin } = new URL(download.url)
    for (const path of ['/', '/archive', '/local/state', '/andon-light.tgz/', '/../andon-light.tgz%00'])
      expect(await get(`${origin}${path}`)).toEqual([404, ''])
    expect(await get(download.url, 'POST')).toEqual([404, ''])
  })
})
