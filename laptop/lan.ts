import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import { isIPv4 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { pipeline } from 'node:stream'
import type { Template } from '@andon/local-cloud/template/template.ts'
import { listen } from './doors/listen.ts'
import type { LaptopCloud } from './laptop-cloud.ts'
import { BadSetting } from './settings.ts'

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** What is open to the network: MQTT over TLS, and the download of a Pi's software. */
export interface Lan {
  /** For the cloud, before it starts. */
  readonly settings: { readonly devicesAt: string; readonly moreOutputs: Readonly<Record<string, string>> }
  /** Gives the software out from now on. @returns what the person must know of it */
  serve(cloud: Pick<LaptopCloud, 'template' | 'iot'>, hasLamps: boolean): string[]
  close(): Promise<void>
}

/** @param text the address, as typed. Rejects with `BadSetting` and `PortTaken`. */
export async function openLan(text: string, interfaces: Interfaces, port: number): Promise<Lan> {
  const devicesAt = lanAddress(text, interfaces)
  const download = await openDownload(devicesAt, port)
  return {
    settings: { devicesAt, moreOutputs: { AgentDownload: download.url } },
    serve({ template, iot }, hasLamps) {
      download.serve(archiveIn(template))
      return [
        `Open to your network: MQTT over TLS at ${devicesAt}:${iot.tlsPort}, for devices with a certificate of this laptop; and ` +
          `${download.url}, which holds no secret. Nothing else: the rest listens on 127.0.0.1 alone.`,
        ...(hasLamps ? ['This terminal has a lamp for each light: with --no-lamps your Pi is the only one.'] : []),
      ]
    },
    close: () => download.close(),
  }
}

/**
 * The one address of this machine that is opened to the network. Throws `BadSetting` for any other: what stands for all
 * interfaces would open those that nobody thought of.
 */
export function lanAddress(text: string, interfaces: Interfaces): string {
  const all = Object.values(interfaces).flatMap((ofOne) => ofOne ?? [])
  const there = all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)
  if (isIPv4(text) && there.includes(text)) return text
  const known = there.length === 0 ? 'it has none now' : `it has ${there.join(', ')}`
  throw new BadSetting(`--lan is "${text}"; it must be an IPv4 address of this machine on a network (${known}).`)
}

/** The archive of a Pi's software, among what was synthesized. */
export function archiveIn({ outputs, assetIn }: Pick<Template, 'outputs' | 'assetIn'>): string {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(outputs['AgentArchive'] ?? '') ?? []
  const path = assetIn(bucket, key)
  if (path === undefined) throw new Error('the template has no archive for a Raspberry Pi')
  return path
}

export interface Download {
  readonly url: string
  /** From then on this file is there. */
  serve(path: string): void
  close(): Promise<void>
}

const address = '/andon-light.tgz'

/** Gives one file to whoever asks, and nothing else. Rejects with `PortTaken`. @param port 0 takes any free one */
export async function openDownload(host: string, port: number): Promise<Download> {
  let file: string | undefined
  const server = createServer(({ method, url }, response) => {
    if (method !== 'GET' || url !== address || file === undefined) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/gzip' })
    // Whoever hangs up before the end has decided so.
    return pipeline(createReadStream(file), response, () => undefined)
  })
  const taken = await listen(server, { host, port, variable: 'DOWNLOAD_PORT' })
  return {
    url: `http://${host}:${taken}${address}`,
    serve: (path) => void (file = path),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
