import { CannotAct } from '../../functions/actions/failure.ts'
import { stsActions } from '../../functions/adapters/sts-actions.ts'
import { slackMessage } from '../../functions/channels/slack/slack-message.ts'
import type { ActionData } from '../../functions/config/actions.ts'
import { decide } from '../../functions/domain/decide.ts'
import { type FromSignal, inputsOf } from '../../functions/domain/from-signal.ts'
import { countermeasureFinished } from '../../functions/domain/run-changes.ts'
import { messageFault } from '../../laptop/slack/blocks.ts'
import { anAlarm, at } from '../signals.ts'

// What anybody may write who can name a dimension of a metric: from the alarm's event to what people read.

const hostile = [
  '<!channel> *restart* <https://evil.example|`the runbook`>',
  'checkout\n2. redeploy service search: done\r\n> all is well',
  `checkout-${'x'.repeat(2000)}`,
  'checkout-*',
  '__proto__',
  '{"fromSignal":"tag"}',
  'checkout-\u202E\uD800\u0000',
]
const within = (...patterns: [string, ...string[]]): FromSignal => ({
  fromSignal: 'dimension',
  name: 'ServiceName',
  within: patterns,
})
const redeploy = (service: FromSignal): ActionData => ({ action: 'ecs.redeploy', with: { cluster: 'shop', service } })

const actions = stsActions('arn:aws:iam::1:role/', {}, 'eu-central-1')({ playbook: 'restart', incident: 'checkout-1' })

/** What the playbook says when the alarm's dimension has this value. */
async function refusal(value: string, service: FromSignal): Promise<string> {
  const metric = { metricStat: { metric: { dimensions: { ServiceName: value } } } }
  const detail: unknown = JSON.parse(JSON.stringify({ configuration: { metrics: [metric] } }))
  const refused: unknown = await actions.ready(redeploy(service), inputsOf({ detail, tags: {} }, [service])).then(
    () => 'taken',
    (error: unknown) => error,
  )
  expect(refused).toBeInstanceOf(CannotAct)
  return String((refused as Error).message)
}

describe.each([
  ['out of bounds', within('checkout', 'cart-*')],
  ['within bounds, but no name', within('*c*', '{*', '<*')],
])('a hostile dimension: %s', (_, service) => {
  it.each(hostile)('is refused in one short line, which chat shows as plain text: %j', async (value) => {
    const opened = decide(undefined, anAlarm())
    if (opened.kind !== 'change') throw new Error('expected an incident')
    const outcome = await refusal(value, service)
    const tried = { title: 'redeploy', action: 'ecs.redeploy', input: {} }
    const { after, entry } = countermeasureFinished(
      opened.change.after,
      0,
      tried,
      { outcome, failed: true },
      at('09:01'),
    )!
    expect(entry.text).toMatch(/^failed: (service is|ecs\.redeploy cannot use its input: service|the alarm has no)/)
    expect(entry.text.length).toBeLessThan(300)
    expect(entry.text).not.toMatch(/\p{Cc}/u)

    const { text, blocks } = slackMessage({ incident: after, line: { title: 'Checkout' }, timeline: [entry] })
    expect(messageFault(text, blocks)).toBeUndefined()
    const marked = [text, ...markedIn(blocks)]
    for (const each of marked) expect(each).not.toMatch(/<!(?!date)|<http|[*`](?!\u200B)restart/)
  })
})

/** The texts in which Slack gives meaning to characters. */
const markedIn = (blocks: unknown): string[] =>
  Array.from(JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g), ([, text = '']) => text)

it('says what AWS says in one line that is not too long', () => {
  const opened = decide(undefined, anAlarm())
  if (opened.kind !== 'change') throw new Error('expected an incident')
  const outcome = `ecs:UpdateService was refused:\n\n${'x'.repeat(9000)}`
  const tried = { title: 'redeploy', action: 'ecs.redeploy', input: {} }
  const { after } = countermeasureFinished(opened.change.after, 0, tried, { outcome, failed: true }, at('09:01'))!
  expect(after.tried[0]?.outcome).toMatch(/^ecs:UpdateService was refused: x{968}…$/)
})
