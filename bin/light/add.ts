import { DescribeEndpointCommand } from '@aws-sdk/client-iot'
import { type LampKind, tokenFor } from '../../iot/contract/enrolment.ts'
import { provisioningTemplateName } from '../../lib/names.ts'
import { agentArchive } from '../agent-archive.ts'
import { certificatesOf } from '../certificates.ts'
import { giveClaim, revokeClaims } from '../claims.ts'
import { deploymentOf, deviceOf } from '../deployment.ts'
import { Failure } from '../failure.ts'
import { cloudInit, installLine } from '../install-line.ts'
import { utc } from '../moments.ts'
import { runOverSsh } from '../over-ssh.ts'
import type { CommandContext } from '../command-context.ts'

export interface AddOptions {
  /** For how long the line is good. */
  readonly hours: number
  readonly cloudInit: boolean
  readonly lamp?: LampKind
  /** Where the Pi can be logged into, so that nobody has to bring the line there. */
  readonly ssh?: string
}

/** Prints the line that makes a Raspberry Pi this light, once; or runs it there. Rejects with `Failure`. */
export async function addLight(context: CommandContext, light: string, options: AddOptions): Promise<void> {
  const { aws, clock, stack } = context
  const deployment = await deploymentOf(aws, stack)
  deviceOf(deployment, light)
  const broker = await brokerAddress(context)
  const now = new Date(clock.now())
  const endsAt = new Date(now.getTime() + options.hours * 3_600_000)
  const archive = await agentArchive(aws, deployment, now, endsAt)
  // One that is not active opens nothing: the light was out of the config for a while.
  const before = (await certificatesOf(aws.iot, light)).filter(({ isActive }) => isActive)
  const revoked = await revokeClaims(context, light)

  const { certificate, key } = await giveClaim(context, light, endsAt)
  const ca = deployment.outputs.get('BrokerCa')
  const token = tokenFor({
    light,
    broker,
    template: provisioningTemplateName,
    certificate: certificate.toString('base64'),
    key: key.toString('base64'),
    ...(ca !== undefined && { ca }),
    expires: endsAt.toISOString(),
    ...(options.lamp !== undefined && { lamp: options.lamp }),
  })

  remarkOnEarlier(context, light, revoked, before.length)
  if (options.ssh !== undefined) return await runThere(context, light, options.ssh, installLine(archive, token))
  const until = archive.endsEarly ?? endsAt
  remarkOn(context, { light, until, isEarly: archive.endsEarly !== undefined, options })
  context.terminal.say(options.cloudInit ? cloudInit(archive, token) : installLine(archive, token))
}

async function runThere(context: CommandContext, light: string, login: string, line: string): Promise<void> {
  try {
    await runOverSsh(login, line)
  } catch (error) {
    // Nobody has seen the line, so nobody could use what is left of it.
    await revokeClaims(context, light)
    throw error
  }
  context.terminal.remark(`\`npx andon light check ${light}\` says whether its lamp works.`)
}

async function brokerAddress({ aws }: CommandContext): Promise<string> {
  const { endpointAddress } = await aws.iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }))
  if (endpointAddress === undefined)
    throw new Failure('AWS IoT does not say where its broker is.', 'Is AWS IoT Core available in this region?')
  return `mqtts://${endpointAddress}`
}

interface Remarks {
  readonly light: string
  readonly until: Date
  readonly isEarly: boolean
  readonly options: AddOptions
}

function remarkOnEarlier({ terminal }: CommandContext, light: string, revoked: number, before: number): void {
  const { remark } = terminal
  if (revoked > 0) remark(`The earlier install line for ${light} no longer works.`)
  if (before > 0)
    remark(
      `${light} is installed already, and two devices of one name cut each other off.\n` +
        `If the old one is gone for good, run \`npx andon light remove ${light}\` first, then add it again.`,
    )
}

function remarkOn({ terminal }: CommandContext, { light, until, isEarly, options }: Remarks): void {
  const { remark } = terminal
  const what = options.cloudInit ? 'user data' : 'line'
  remark(`This ${what} makes one Raspberry Pi the light ${light}, once, until ${utc(until)}.`)
  if (isEarly) remark('(Not longer: your own credentials end then, and the download link with them.)')
  remark(`Until then, anyone who has it can become ${light}: treat it like a password.`)
  if (options.cloudInit) remark('Save it as `user-data` on the boot partition of a Raspberry Pi OS Trixie card.')
  else
    remark(
      'Paste it into a shell on the Pi (Raspberry Pi OS; it needs `sudo apt install nodejs` first).\n' +
        'It is too long to be typed: `--ssh pi@raspberrypi.local` has it run there instead, `--cloud-init` from the card.',
    )
}
