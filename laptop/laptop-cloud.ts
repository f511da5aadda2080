import { type CloudOptions, type Inside, startCloud, type Surroundings } from '@andon/local-cloud'
import { noWayOutVariable } from '../functions/adapters/environment.ts'
import { clientsElsewhere } from './clients-elsewhere.ts'
import { stackMetadataIn } from './stack-metadata.ts'
import { createPager, type Pager } from './pager.ts'
import { createSlack, type Slack } from './slack.ts'
import { createWorld, exampleServices, type Heal, playedBy } from './world.ts'

export interface LaptopCloudOptions extends Omit<
  CloudOptions,
  'surround' | 'ecsServices' | 'outside' | 'clientsElsewhere' | 'deviceNames'
> {
  /** What makes imitated alarms clear; the example's unless told. */
  readonly heals?: readonly Heal[]
  /** The bot token in its parameter; '' leaves the parameter out, as before somebody has put it there. */
  readonly slackToken?: string
  /** Where the imitated Slack listens; any free port unless told. */
  readonly slackPort?: number
  /** Where the imitated PagerDuty listens; any free port unless told. */
  readonly pagerPort?: number
  /** Whether playbooks may send requests out to the real internet; not unless told. */
  readonly internet?: boolean
}

/** The only integration key that the imitated PagerDuty accepts. It opens nothing anywhere else. */
const laptopPagerKey = 'only-for-the-pager-of-one-laptop'

/** What the cloud has around it, and where that listens. */
interface Opened {
  readonly slack: Slack
  readonly slackPort: number
  readonly pager: Pager
  readonly pagerPort: number
}

/** The local cloud with the imitated Slack and PagerDuty. */
export type LaptopCloud = Awaited<ReturnType<typeof startLaptopCloud>>

/** For the timeline: a trial on a laptop must not reach who answers real requests. */
const noWayOut = 'on the laptop no request goes out to the internet, unless it was started with ANDON_INTERNET=open'

/** The only one that the imitated Slack accepts. It opens nothing anywhere else. */
const laptopToken = 'xoxb-only-for-this-laptop'

/** Runs the synthesized cloud with what an Andon has around it: chat, and a world that heals when it is helped. */
export async function startLaptopCloud({
  heals,
  slackToken = laptopToken,
  slackPort = 0,
  pagerPort = 0,
  internet = false,
  ...options
}: LaptopCloudOptions) {
  let opened: Opened | undefined
  const cloud = await startCloud({
    ...options,
    ecsServices: exampleServices,
    // What a playbook's role acts on is the teams' own. Nothing of theirs is in the template; the world has a part of it.
    outside: ({ kind }, service) => kind === 'role' && !playedBy.includes(service),
    clientsElsewhere,
    // The laptop's lamps and cords come without a certificate, and may do no more than those that have one.
    deviceNames(template) {
      const { lights, cords } = stackMetadataIn(template)
      return Object.keys({ ...lights, ...cords })
    },
    async surround(inside) {
      const { slack, port, ...surroundings } = await openChat(inside, { slackToken, slackPort, log: options.log })
      const { pager, ...called } = await openPager(inside, { pagerPort, log: options.log })
      opened = { slack, slackPort: port, pager, pagerPort: called.port }
      const world = createWorld({ ...inside, cloudwatch: inside.cloudWatch, ...(heals && { heals }) })
      return {
        environment: {
          ...surroundings.environment,
          ...called.environment,
          ...(!internet && { [noWayOutVariable]: noWayOut }),
        },
        async close() {
          world.close()
          await Promise.all([surroundings.close(), called.close()])
        },
      }
    },
  })
  if (opened === undefined) throw new Error('the cloud started without its surroundings')
  return Object.assign(cloud, opened)
}

/** A laptop calls nobody: whatever channel of PagerDuty a config has, the imitated one hears it. */
async function openPager(
  { template, ssm }: Inside,
  { pagerPort, log }: { readonly pagerPort: number; readonly log: CloudOptions['log'] },
) {
  const pager = createPager({ key: laptopPagerKey, log: (line) => log('pager', line) })
  const server = await pager.listen(pagerPort)
  for (const [output, name] of Object.entries(template.outputs)) {
    if (output.startsWith('PagerDutyKey')) ssm.provide({ name, value: laptopPagerKey, type: 'SecureString' })
  }
  return { pager, port: server.port, environment: { PAGERDUTY_URL: server.url }, close: () => server.close() }
}

interface Chat {
  readonly slackToken: string
  readonly slackPort: number
  readonly log: CloudOptions['log']
}

async function openChat(
  { store, clock, template, ssm }: Inside,
  { slackToken, slackPort, log }: Chat,
): Promise<Surroundings & { readonly slack: Slack; readonly port: number }> {
  const { channels } = stackMetadataIn(template)
  const slack = createSlack({
    store,
    clock,
    token: laptopToken,
    channels: Object.values(channels),
    log: (line) => log('slack', line),
  })
  const server = await slack.listen(slackPort)
  const parameter = template.outputs['SlackTokenParameter']
  if (parameter !== undefined && slackToken !== '') {
    ssm.provide({ name: parameter, value: slackToken, type: 'SecureString' })
  }
  return { slack, port: server.port, environment: { SLACK_API_URL: server.url }, close: () => server.close() }
}
