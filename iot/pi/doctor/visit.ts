import type { MqttClient } from 'mqtt'
import type { Way } from '../../agent/link/broker-address.ts'
import type { Clock } from '../../agent/clock/clock.ts'
import type { TlsIdentity } from '../../agent/link/tls-identity.ts'
import type { LightReport } from '../../contract/light-report.ts'
import { commandTopic, reportTopic } from '../../contract/topics.ts'
import { callOn, NoContact } from '../conversation.ts'

/** How long the broker may take for each answer, and for what it has kept, which it sends by itself. Milliseconds. */
const patience = { answer: 10_000, kept: 5000 }

export interface Visitor {
  readonly light: string
  readonly identity: TlsIdentity
  readonly clock: Clock
  /** What to say, as the light. */
  readonly report: LightReport
}

/** How far we came with the broker, each step needing the one before. */
export type Visit =
  | { readonly kind: 'not-let-in' | 'not-heard' | 'not-listened-to'; readonly why: string }
  /** Our report was taken, and this is the command that the broker had kept, if it had one. */
  | { readonly kind: 'received'; readonly command: Uint8Array | undefined }

/** Speaks with the broker as the light itself, and so cuts off whoever does so at the same time. */
export async function visit(way: Way, visitor: Visitor): Promise<Visit> {
  const { light, identity, report } = visitor
  let client: MqttClient
  try {
    client = await callOn(way, { clientId: light, identity })
  } catch (error) {
    if (!(error instanceof NoContact)) throw error
    return { kind: 'not-let-in', why: error.message }
  }
  const answer = answersOf(client, visitor)
  const kept = new Promise<Uint8Array>((resolve) => client.once('message', (_topic, payload) => resolve(payload)))
  try {
    const heard = await answer(client.subscribeAsync(commandTopic(light), { qos: 1 }))
    if (heard.kind === 'none') return { kind: 'not-heard', why: heard.why }
    const options = { qos: 1, retain: true } as const
    const taken = await answer(client.publishAsync(reportTopic(light), JSON.stringify(report), options))
    if (taken.kind === 'none') return { kind: 'not-listened-to', why: taken.why }
    const command = await answer(kept, patience.kept)
    return { kind: 'received', command: command.kind === 'came' ? command.value : undefined }
  } finally {
    await client.endAsync(true)
  }
}

type Answer<T> = { readonly kind: 'came'; readonly value: T } | { readonly kind: 'none'; readonly why: string }

/** Waits for what the broker owes us; but not for ever, and not for one that has hung up. */
function answersOf(client: MqttClient, { clock }: Visitor) {
  const hungUp = new Promise<Answer<never>>((resolve) =>
    client.once('close', () => resolve({ kind: 'none', why: 'it hangs up when it is asked to' })),
  )
  return async <T>(asked: Promise<T>, within = patience.answer): Promise<Answer<T>> => {
    const { promise: late, resolve } = Promise.withResolvers<Answer<never>>()
    const cancel = clock.after(within, () => resolve({ kind: 'none', why: 'it does not answer' }))
    const came = asked.then(
      (value): Answer<T> => ({ kind: 'came', value }),
      (error: unknown): Answer<T> => ({ kind: 'none', why: error instanceof Error ? error.message : String(error) }),
    )
    try {
      return await Promise.race([came, hungUp, late])
    } finally {
      cancel()
    }
  }
}
