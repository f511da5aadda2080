import { join, resolve } from 'node:path'
import { own } from '../functions/domain/own.ts'

/** An environment variable has a value that it cannot have. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting'
}

export interface LaptopSettings {
  readonly ports: {
    readonly doors: number
    readonly mqtt: number
    readonly mqtts: number
    readonly aws: number
    readonly download: number
  }
  /** The folder that keeps the state. */
  readonly data: string
  /** Path of the state's file in it. */
  readonly state: string
  /** Where the synthesized cloud is kept; the CDK knows it by the same variable. */
  readonly cdkOut: string
  /** The URL that plays the AWS services that are not imitated. */
  readonly elsewhere: string | undefined
  /** Whether playbooks may send requests out to the real internet. */
  readonly internet: boolean
}

const root = resolve(import.meta.dirname, '..')

/** What the environment decides. Throws `BadSetting`. */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): LaptopSettings {
  const data = resolve(root, environment['ANDON_DATA'] || '.andon')
  return {
    ports: {
      doors: portIn(environment, 'PORT', 4000),
      mqtt: portIn(environment, 'MQTT_PORT', 1883),
      mqtts: portIn(environment, 'MQTTS_PORT', 8883),
      aws: portIn(environment, 'AWS_PORT', 4566),
      download: portIn(environment, 'DOWNLOAD_PORT', 4001),
    },
    data,
    state: join(data, 'state.sqlite'),
    cdkOut: resolve(root, environment['CDK_OUTDIR'] || 'cdk.out'),
    elsewhere: urlIn(environment, 'ANDON_ELSEWHERE'),
    internet: isOpen(environment, 'ANDON_INTERNET'),
  }
}

function portIn(environment: Readonly<Record<string, string | undefined>>, variable: string, usual: number): number {
  const said = own(environment, variable)
  if (said === undefined || said === '') return usual
  const port = Number(said)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new BadSetting(`${variable} is "${said}"; it must be a port, 0 to 65535 (0 takes any free one).`)
}

function urlIn(environment: Readonly<Record<string, string | undefined>>, variable: string): string | undefined {
  const said = own(environment, variable)
  if (said === undefined || said === '') return undefined
  if (/^https?:/.test(said) && URL.canParse(said)) return said
  throw new BadSetting(`${variable} is "${said}"; it must be the URL of an endpoint, such as http://127.0.0.1:5000.`)
}

function isOpen(environment: Readonly<Record<string, string | undefined>>, variable: string): boolean {
  const said = own(environment, variable)
  if (said === undefined || said === '') return false
  if (said === 'open') return true
  throw new BadSetting(`${variable} is "${said}"; it can only be "open".`)
}
