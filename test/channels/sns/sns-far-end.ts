import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { FarEnd, Mood } from '../far-end.ts'

const refusals = {
  'asks to wait': [429, 'Throttled'],
  'out of order': [500, 'InternalError'],
  'wants mending': [403, 'AuthorizationError'],
  refuses: [400, 'InvalidParameter'],
  'says no word we know': [400, 'Gremlins'],
} as const

const published = '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>'
const refused = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`

let told: string[] = []
let regions: string[] = []
let mood: Mood = 'well'
/** SNS's Publish, in its own words. One for all tests of a file: so long the client is the same. */
const server = createServer((request, response) => void text(request).then((body) => answer(body, request, response)))

function answer(body: string, request: IncomingMessage, response: ServerResponse): void {
  const form = new URLSearchParams(body)
  regions.push(/Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? 'none')
  if (mood === 'well' || mood === 'answer lost') told.push(`${form.get('Subject')}\n${form.get('Message')}`)
  if (mood === 'well') response.end(published)
  else if (mood === 'answer lost') request.socket.destroy()
  else response.writeHead(refusals[mood][0]).end(refused(refusals[mood][1]))
}

/** For which region each request was signed. */
export const signedFor = (): readonly string[] => regions

/** A topic of the team's own. */
export const snsTopicFarEnd = async (): Promise<FarEnd> => ({
  ...(await snsFarEnd()),
  channel: { kind: 'snsTopic', arn: 'arn:aws:sns:eu-central-1:111122223333:on-call' },
})

export async function snsFarEnd(): Promise<FarEnd> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1').unref(), 'listening')
  const address = server.address()
  process.env['AWS_ENDPOINT_URL_SNS'] = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  Object.assign(process.env, { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' })
  told = []
  regions = []
  mood = 'well'
  return {
    channel: { kind: 'sns', line: 'checkout' },
    parts: { lineTopic: (line) => `arn:aws:sns:eu-central-1:000000000000:andon-line-${line}` },
    messages: () => told,
    live: () => told.join('\n').match(/https?:\/\/\S+/g) ?? [],
    become: (next) => void (mood = next),
    close: async () => server.closeAllConnections(),
  }
}
