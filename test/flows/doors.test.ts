import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { z } from 'zod'
import { type Doors, openDoors } from '../../laptop/doors.ts'
import { laptopOf } from '../../laptop/laptop-of.ts'
import { anAlarmEvent } from './alarm-event.ts'
import { type Andon, startAndon } from './andon.ts'

let andon: Andon
let doors: Doors
beforeAll(async () => {
  andon = await startAndon()
  doors = await openDoors({ laptop: laptopOf(andon.cloud, 1), port: 0 })
})
afterAll(async () => {
  await doors.close()
  await andon.stop()
})

const ask = async (path: string): Promise<any> => (await fetch(`http://127.0.0.1:${doors.port}${path}`)).json()
const post = (path: string, body: unknown) =>
  fetch(`http://127.0.0.1:${doors.port}${path}`, { method: 'POST', body: JSON.stringify(body) })

const entries = z.object({ Entries: z.tuple([z.object({ Detail: z.string() })]) })

it('pulls a cord as the cord itself would, and says on the bus that somebody has answered', async () => {
  await post('/local/cords/desk-2', { click: 'SINGLE' })
  await andon.settled()
  expect(andon.shown('desk-2')).toEqual(['calm', 'help'])
  const [incident] = await ask('/local/incidents')
  expect(incident).toMatchObject({ line: 'search', state: 'help' })

  const put = import.meta.jest.spyOn(andon.cloud.eventBridge.api, 'call')
  await post(`/local/incidents/${encodeURIComponent(incident.id)}/answer`, { by: 'ada' })
  await andon.settled()
  const [operation, input] = put.mock.calls[0] ?? []
  const entry = { EventBusName: 'andon', Source: 'board', DetailType: 'Call Answered', Detail: expect.any(String) }
  expect([operation, input]).toEqual(['PutEvents', { Entries: [entry] }])
  const { Entries } = entries.parse(input)
  expect(JSON.parse(Entries[0].Detail)).toEqual({ incident: incident.id, by: 'ada', id: expect.any(String) })
  expect(await put.mock.results[0]?.value).toMatchObject({ FailedEntryCount: 0 })

  expect(andon.commands('desk-2').at(-1)).toMatchObject({ state: 'help', acknowledged: true })

  await post('/local/cords/desk-2', { click: 'DOUBLE' })
  await andon.settled()
  expect(andon.shown('desk-2').at(-1)).toBe('calm')
})

it('resolves an alarm’s incident by the API, which says who did it; its next ALARM is a new incident', async () => {
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  const open = async () => (await andon.incidents()).filter(({ state }) => state !== 'resolved')
  const [incident] = await open()
  await post(`/local/incidents/${incident?.id}/resolve`, { by: 'Ada Lovelace', reason: 'the till was replaced' })
  await andon.settled()
  expect((await andon.incidents())[0]).toMatchObject({
    id: incident?.id,
    state: 'resolved',
    resolvedBy: 'console/Ada Lovelace',
  })
  expect(andon.shown('desk-2').at(-1)).toBe('calm')

  andon.alarm('search-latency', 'OK')
  await andon.settled()
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  expect(await open()).toHaveLength(1)
  expect((await open())[0]?.id).not.toBe(incident?.id)
  expect(andon.deadLetters()).toEqual([])
})

it('stops a line and the machines by the doors, as the laptop’s owner; what the owner may not, the API says', async () => {
  const standing = async () =>
    (await ask('/local/lines')).lines.find(({ name }: { name: string }) => name === 'platform')
  expect((await post('/local/lines/platform/stop', { reason: 'a bad deploy' })).status).toBe(202)
  await andon.settled()
  expect(await standing()).toEqual({ name: 'platform', title: 'Platform', state: 'stop', stops: ['a bad deploy'] })
  // The fixture names nobody who may start.
  const refused = await post('/local/lines/platform/start', {})
  expect([refused.status, await refused.json()]).toEqual([
    403,
    expect.objectContaining({
      error: expect.stringContaining('user/owner may not start on platform: see `may.start`'),
    }),
  ])
  const told = new Promise<void>((resolve) => laptopOf(andon.cloud, 1).onChange(resolve))
  expect((await post('/local/machines/stop', { line: 'platform', reason: 'a move' })).status).toBe(202)
  await told
  expect(await standing()).toMatchObject({ machinesStopped: 'by owner: a move' })
  expect((await post('/local/machines/start', { line: 'platform' })).status).toBe(202)
  expect(await standing()).not.toHaveProperty('machinesStopped')
  expect(await ask('/local/lines')).not.toHaveProperty('machinesStopped')
  const { id } = (await andon.incidents()).find(({ line }) => line === 'platform')!
  await post(`/local/incidents/${id}/resolve`, { by: 'ada', reason: 'done' })
  await andon.settled()
})

it('takes nothing by the API from somebody who has not signed', async () => {
  const url = `${andon.cloud.template.outputs['ApiUrl']}/incidents/search-20261121090000-1k3vbq2/resolve`
  const response = await fetch(url, { method: 'POST', body: '{"reason":"nothing to see here"}' })
  expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }])
})

it('shows what a topic was told, at once', async () => {
  const { endpoint, template } = andon.cloud
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'any' }
  const sns = new SNSClient({ endpoint: endpoint.url, region: 'eu-central-1', credentials })
  const told = new Promise<void>((resolve) => laptopOf(andon.cloud, 1).onChange(resolve))
  await sns.send(new PublishCommand({ TopicArn: template.outputs['AlarmsTopic'], Subject: 'Help', Message: 'ü' }))
  await told
  const expected = { subject: 'Help', message: 'ü', attributes: {}, at: expect.any(String) }
  expect(await ask('/local/topics/andon-alarms')).toEqual([expected])
  expect((await ask('/local/state')).topics).toContainEqual({ name: 'andon-alarms', messages: [expected] })
})

// The kind of fault: a plain object that is asked by such a name answers with what it inherits.
it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('knows nothing of the name %s', async (name) => {
  const statusOf = async (path: string, body?: unknown) =>
    (await (body === undefined ? fetch(`http://127.0.0.1:${doors.port}${path}`) : post(path, body))).status
  expect(await statusOf(`/local/chat/${name}`)).toBe(404)
  expect(await statusOf(`/local/topics/${name}`)).toBe(404)
  expect(await statusOf(`/console/${name}`)).toBe(404)
  expect(await statusOf(`/local/cords/${name}`, { click: 'SINGLE' })).toBe(404)
  expect(await statusOf(`/local/incidents/${name}/answer`, { by: 'ada' })).toBe(404)
  expect(await statusOf(`/local/alarms/${name}`, { state: 'ALARM' })).toBe(200)

  const detail = { line: name, click: 'SINGLE', by: 'ada', id: name }
  const bus = andon.cloud.eventBridge
  bus.put('andon', { ...anAlarmEvent(), source: 'board', 'detail-type': 'Cord Pulled', detail })
  await andon.settled()
  const reasons = (await ask('/local/dead-letters')).map(({ reason }: { reason: string }) => reason)
  expect(reasons.at(-1)).toContain(`unknown line "${name}"`)
})
