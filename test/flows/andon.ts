import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { connectTo } from '../../bin/aws.ts'
import type { Click } from '../../iot/contract/cord-pull.ts'
import { lightCommand, type LightCommand } from '../../iot/contract/light-command.ts'
import { commandTopic, pullTopic } from '../../iot/contract/topics.ts'
import { SpareEnvironments } from '@andon/local-cloud/services/lambda/spare-environments.ts'
import { type LaptopCloud, type LaptopCloudOptions, startLaptopCloud } from '../../laptop/laptop-cloud.ts'
import type { Laptop } from '../../laptop/laptop.ts'
import { laptopOf } from '../../laptop/laptop-of.ts'
import { cdkOut } from '../cdk-out.ts'
import { until } from './until.ts'
import { SkippingClock } from './skipping-clock.ts'

const putEvents = z.object({ Entries: z.array(z.object({ DetailType: z.string(), Detail: z.string() })) })

/** The whole of Andon on the real bundles, seen from outside: lamps, chat, alarms, cords. */
export interface Andon {
  readonly cloud: LaptopCloud
  readonly clock: SkippingClock
  /** Commands that left for a light, in order. */
  readonly commands: (light: string) => readonly LightCommand[]
  /** The states that a light was told, one after the other. */
  readonly shown: (light: string) => readonly string[]
  /** The texts of the channel's messages as they stand. */
  readonly chat: (channel: string) => readonly string[]
  /** The subjects of what the line's people were told past chat. */
  readonly told: (line: string) => readonly (string | undefined)[]
  /** Detail types of what the bus was told, and of which incident. */
  readonly events: () => readonly { readonly type: string; readonly incident: unknown }[]
  readonly incidents: Laptop['incidents']
  readonly deadLetters: Laptop['deadLetters']
  /** @param dimensions of the alarm's metric; as before unless told */
  readonly alarm: (
    name: string,
    state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA',
    dimensions?: Readonly<Record<string, string>>,
  ) => void
  readonly put: (event: unknown) => void
  /** Somebody answers the call of an incident, on the bus. */
  readonly answer: (incident: string | undefined, by: string, id?: string) => void
  readonly pull: (cord: string, payload: string) => Promise<void>
  /** Somebody pulls a line's cord, on the bus. */
  readonly pullLine: (line: string, pulled: { click?: Click; reason?: string; by?: string }) => void
  /** Somebody resolves it by the API; gives the status. */
  readonly resolve: (incident: string | undefined, reason: string) => Promise<number>
  /** The same of undoing what the machine did for it. */
  readonly undo: (incident: string | undefined) => Promise<number>
  /** Somebody asks the API for `<incident>/<act>`; gives the status. */
  readonly act: (what: string, body: object) => Promise<number>
  /** The same of `lines/<line>/<act>`, with what it says; of whoever has the ARN, or the laptop's owner. */
  readonly ask: (path: string, body: object, arn?: string) => Promise<{ status: number; message: string }>
  /** Until that is so; whatever else is still under way. */
  readonly until: (isSo: () => Promise<boolean> | boolean) => Promise<void>
  /** Until nothing is queued or running. Waits of playbooks do not count. */
  readonly settled: () => Promise<void>
  /** The same, but whenever what is open only waits for its next try, that time is skipped. */
  readonly outlasted: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** The processes of functions, which the stories of a file use one after the other: they cost more than the rest. */
const spares = new SpareEnvironments()
afterAll(() => spares.end())
/** Where the last story's cloud listened: there, its processes can serve on. */
let last = { aws: 0, slack: 0, pager: 0 }

export async function startAndon(options: Partial<LaptopCloudOptions> = {}): Promise<Andon> {
  const clock = new SkippingClock()
  const start = ({ aws, slack, pager }: typeof last) =>
    startLaptopCloud({
      cdkOut,
      ports: { aws, mqtt: 0 },
      slackPort: slack,
      pagerPort: pager,
      clock,
      warm: false,
      spares,
      log: () => undefined,
      ...options,
    })
  // Meanwhile another program may have taken a port; then this one's processes are new.
  const cloud = await start(last).catch(() => start({ aws: 0, slack: 0, pager: 0 }))
  last = { aws: Number(new URL(cloud.endpoint.url).port), slack: cloud.slackPort, pager: cloud.pagerPort }
  const laptop = laptopOf(cloud, 1)
  const commands = new Map<string, LightCommand[]>()
  cloud.iot.onPublish(({ topic, payload }) => {
    const heard = commands.get(topic) ?? []
    commands.set(topic, heard)
    if (topic.endsWith('/command')) heard.push(lightCommand.parse(JSON.parse(String(payload))))
  })
  const events: ReturnType<Andon['events']>[number][] = []
  cloud.endpoint.onCall(({ operation, input }) => {
    if (operation !== 'PutEvents') return
    for (const { DetailType, Detail } of putEvents.parse(input).Entries) {
      events.push({ type: DetailType, incident: JSON.parse(Detail).incident })
    }
  })
  const onBus = (type: string, detail: object) =>
    cloud.eventBridge.put('andon', {
      version: '0',
      id: randomUUID(),
      'detail-type': type,
      source: 'board',
      account: '000000000000',
      time: new Date(clock.now()).toISOString(),
      region: 'eu-central-1',
      resources: [],
      detail,
    })
  const commandsOf = (light: string) => commands.get(commandTopic(light)) ?? []
  // The first minute comes at once: every story begins with lamps that were told something.
  await Promise.all(laptop.lights().map(({ name }) => firstCommand(cloud, name)))
  await cloud.activity.idle()

  return {
    cloud,
    clock,
    commands: commandsOf,
    shown: (light) => commandsOf(light).map(({ state }) => state),
    chat: (channel) => (laptop.chat(channel) ?? []).map(({ text }) => text),
    told: (line) => cloud.sns.messages(`andon-line-${line}`).map(({ subject }) => subject),
    events: () => events,
    incidents: () => laptop.incidents(),
    deadLetters: () => laptop.deadLetters(),
    alarm: (name, state, dimensions) => void laptop.setAlarm(name, { state, dimensions }),
    put: (event) => laptop.put(event),
    answer: (incident, by, id = randomUUID()) => onBus('Call Answered', { incident, by, id }),
    pullLine: (line, { click = 'SINGLE', by = 'ada', reason }) =>
      onBus('Cord Pulled', { line, click, by, reason, id: randomUUID() }),
    resolve: (incident, reason) => act(cloud, `${incident}/resolve`, { reason }),
    undo: (incident) => act(cloud, `${incident}/undo`, {}),
    act: (what, body) => act(cloud, what, body),
    ask: (path, body, arn) => (arn === undefined ? laptop.askApi(`/${path}`, body) : askAs(cloud, path, body, arn)),
    pull: (cord, payload) => cloud.iot.publish(pullTopic(cord), payload, { qos: 1 }),
    until: (isSo) => until(cloud, isSo),
    settled: () => cloud.activity.idle(),
    outlasted: () => outlasted(cloud, clock),
    stop: () => cloud.stop(),
  }
}

/** As the `andon` command asks the API. */
async function act({ endpoint, template }: LaptopCloud, what: string, body: object): Promise<number> {
  const { post } = connectTo({ laptop: true, endpoint: endpoint.url })
  return (await post(`${template.outputs['ApiUrl']}/incidents/${what}`, body)).status
}

/** As API Gateway would for whoever IAM lets in. */
async function askAs({ httpApis }: LaptopCloud, path: string, body: object, arn: string) {
  const [api] = httpApis.values()
  const { status, body: said } = await api!.ask({ method: 'POST', url: `/${path}`, body }, arn)
  return { status, message: typeof said === 'string' ? said : '' }
}

/** Until the light has been told something, be it by an earlier life of the same store. */
function firstCommand({ iot }: LaptopCloud, light: string): Promise<void> {
  if (iot.retained(commandTopic(light)) !== undefined) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = iot.onPublish(({ topic }) => {
      if (topic !== commandTopic(light)) return
      stop()
      resolve()
    })
  })
}

async function outlasted({ activity }: LaptopCloud, clock: SkippingClock): Promise<void> {
  let look: NodeJS.Immediate | undefined
  const skip = () => {
    const open = activity.open()
    if (open.length > 0 && !open.some((what) => /^(invocation|batch)/.test(what))) clock.skip({ minutes: 1 })
  }
  // A turn later: between two invocations of one stream it seems to wait, and each minute skipped there brings another.
  const stop = activity.onChange(() => {
    clearImmediate(look)
    look = setImmediate(skip)
  })
  await activity.idle()
  stop()
  clearImmediate(look)
}
