import { connectAsync, type MqttClient } from 'mqtt'
import { lightCommand, type LightCommand } from '../../iot/contract/light-command.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { commandTopic, reportTopic } from '../../iot/contract/topics.ts'
import { type Andon, startAndon } from './andon.ts'

const light = 'desk-2'
let andon: Andon
let lamp: MqttClient | undefined
beforeEach(async () => (andon = await startAndon()))
afterEach(async () => {
  lamp?.stream.destroy()
  await andon.stop()
})

const reportOf = ({ epoch, v, state }: LightCommand, more: Partial<LightReport> = {}): string => {
  const at = new Date(andon.clock.now()).toISOString()
  const report: LightReport = { epoch, appliedV: v, state, at, online: true, agent: '0.1.0', ...more }
  return JSON.stringify(report)
}

/** A lamp that shows and reports whatever it is told, until it is stuck or dies. */
async function plugIn() {
  let isStuck = false
  const newest = andon.commands(light).at(-1)!
  const will = { topic: reportTopic(light), payload: reportOf(newest, { online: false, state: 'unknown' }) }
  const client = await connectAsync(`mqtt://127.0.0.1:${andon.cloud.iot.port}`, {
    clientId: light,
    protocolVersion: 4,
    reconnectPeriod: 0,
    will: { ...will, payload: Buffer.from(will.payload), qos: 1, retain: true },
  })
  lamp = client
  const say = (report: string) => client.publishAsync(reportTopic(light), report, { qos: 1, retain: true })
  client.on('message', (_topic, payload) => {
    if (!isStuck) void say(reportOf(lightCommand.parse(JSON.parse(String(payload)))))
  })
  await say(reportOf(newest))
  await client.subscribeAsync(commandTopic(light), { qos: 1 })
  return {
    say,
    getStuck: () => (isStuck = true),
    /** As by pulling the plug: the broker publishes the will. */
    die: async () => {
      const willCame = heard(reportTopic(light))
      client.stream.destroy()
      await willCame
    },
  }
}

function heard(topic: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = andon.cloud.iot.onPublish((message) => {
      if (message.topic !== topic) return
      stop()
      resolve()
    })
  })
}

async function minutesPass(minutes: number) {
  for (let minute = 0; minute < minutes; minute++) {
    andon.clock.skip({ minutes: 1 })
    await andon.settled()
  }
}

it('calls the platform’s people within three minutes of a lamp’s death, and is content once it is back', async () => {
  const { die } = await plugIn()
  await minutesPass(3)
  expect(await andon.incidents()).toEqual([])

  await die()
  await minutesPass(3)
  expect(andon.chat('platform')).toEqual(['Platform: lamp desk-2: help wanted: people are called'])
  expect(await andon.incidents()).toMatchObject([
    { line: 'platform', title: 'lamp desk-2', reason: expect.stringMatching(/^it has been off or offline since /) },
  ])

  await plugIn()
  await minutesPass(2)
  expect(andon.chat('platform')).toEqual(['Platform: lamp desk-2: resolved: resolved by the lamp itself'])
  expect(await andon.incidents()).toHaveLength(1)
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it('notices a lamp that is stuck on what it showed before', async () => {
  const { getStuck } = await plugIn()
  getStuck()
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  await minutesPass(3)
  expect(await andon.incidents()).toMatchObject([
    {
      title: 'lamp desk-2',
      reason: expect.stringMatching(/^it is stuck: it has shown "calm" since .*, but was told to show "help"$/),
    },
    { title: 'search-latency' },
  ])
})

it('notices a lamp that cannot show, and passes on why', async () => {
  const { getStuck, say } = await plugIn()
  getStuck()
  await say(reportOf(andon.commands(light).at(-1)!, { state: 'unknown', reason: 'the tower is unplugged' }))
  await minutesPass(3)
  expect(await andon.incidents()).toMatchObject([
    { title: 'lamp desk-2', reason: 'it shows "unknown": the tower is unplugged' },
  ])
})

it('believes the broker that a lamp is back, though its will came last', async () => {
  const { say, getStuck } = await plugIn()
  getStuck()
  await say(reportOf(andon.commands(light).at(-1)!, { online: false, state: 'unknown' }))
  await minutesPass(3)
  expect(await andon.incidents()).toEqual([])
})

it('warns of a certificate that ends soon, and of nonsense in place of a report', async () => {
  const { say, getStuck } = await plugIn()
  getStuck()
  const inAWeek = new Date(andon.clock.now() + 7 * 86_400_000).toISOString()
  await say(reportOf(andon.commands(light).at(-1)!, { certificateEnds: inAWeek }))
  await minutesPass(1)
  expect(await andon.incidents()).toMatchObject([{ title: 'certificate of desk-2', line: 'platform' }])

  await say('hello')
  await minutesPass(1)
  expect(await andon.incidents()).toContainEqual(
    expect.objectContaining({ title: 'lamp desk-2', reason: 'its report cannot be read' }),
  )
})

it('says nothing of lights that no lamp was ever installed for', async () => {
  await minutesPass(10)
  expect(await andon.incidents()).toEqual([])
})
