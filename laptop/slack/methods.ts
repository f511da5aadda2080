import { z } from 'zod'
import { type CloudClock } from '@andon/local-cloud/clock.ts'
import { messageFault } from './blocks.ts'
import { type SlackChannels, type SlackMessage, type SlackMessages } from './messages.ts'
import { Rate } from './rates.ts'

/** What a method answers: `ok: true` and its fields, an error, or that the caller is too fast. */
export type MethodAnswer = Readonly<Record<string, unknown>> | TooFast
export interface TooFast {
  readonly retryAfter: number
}
export type Method = (given: Readonly<Record<string, unknown>>) => MethodAnswer

const metadata = z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) })
const flag = z.union([z.boolean(), z.enum(['true', 'false', '1', '0']).transform((text) => /true|1/.test(text))])
const content = {
  channel: z.string().default(''),
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  metadata: metadata.optional(),
}
const forms = {
  post: z.object(content),
  update: z.object({ ...content, ts: z.string().default('') }),
  delete: z.object({ channel: z.string().default(''), ts: z.string().default('') }),
  history: z.object({
    channel: z.string().default(''),
    limit: z.coerce.number().int().min(1).max(999).default(100),
    oldest: z.coerce.number().default(0),
    latest: z.coerce.number().default(Number.POSITIVE_INFINITY),
    inclusive: flag.default(false),
    include_all_metadata: flag.default(false),
    cursor: z.string().optional(),
  }),
}

type Given = z.infer<typeof forms.update>

/**
 * The methods of Slack's Web API that are imitated, by name.
 * @param workspace as its admins have it now
 */
export function slackMethods(
  messages: SlackMessages,
  channels: SlackChannels,
  clock: CloudClock,
  workspace: { readonly mayEdit: boolean },
): Map<string, Method> {
  const posts = new Rate(clock, 1, 1000)
  const updates = new Rate(clock, 50, 60_000)
  // Unlike chat.postMessage the others take no names.
  const byId = (id: string) => channels.byId(id)
  const byIdOrName = (given: string) => channels.byIdOrName(given)
  return new Map<string, Method>([
    [
      'auth.test',
      () => ({ ok: true, team: 'Imitated', team_id: 'T000', user: 'andon', user_id: 'U000', bot_id: 'B000' }),
    ],
    ['chat.postMessage', inChannel(forms.post, byIdOrName, (...to) => post(...to, messages, posts))],
    ['chat.update', inChannel(forms.update, byId, (...of) => update(...of, messages, updates, workspace))],
    ['chat.delete', inChannel(forms.delete, byId, (...of) => remove(...of, messages))],
    ['conversations.history', inChannel(forms.history, byId, (...of) => history(...of, messages))],
  ])
}

/** @param find the id of a channel as a caller names it */
const inChannel =
  <T extends { readonly channel: string }>(
    form: z.ZodType<T>,
    find: (named: string) => string | undefined,
    method: (channel: string, data: T) => MethodAnswer,
  ): Method =>
  (given) => {
    const { data, error } = form.safeParse(given)
    if (data === undefined) return invalid(error)
    const channel = find(data.channel)
    return channel === undefined ? failed('channel_not_found') : method(channel, data)
  }

function post(channel: string, data: z.infer<typeof forms.post>, messages: SlackMessages, rate: Rate): MethodAnswer {
  const fault = messageFault(data.text, data.blocks)
  if (fault !== undefined) return failed(fault.error, fault.why)
  const retryAfter = rate.secondsToWait(channel)
  if (retryAfter > 0) return { retryAfter }
  const message = messages.post(channel, { text: data.text ?? '', blocks: data.blocks, metadata: data.metadata })
  return { ok: true, channel, ts: message.ts, message: shown(message, true) }
}

function update(
  channel: string,
  data: Given,
  messages: SlackMessages,
  rate: Rate,
  workspace: { readonly mayEdit: boolean },
): MethodAnswer {
  const before = messages.get(channel, data.ts)
  if (before === undefined) return failed('message_not_found')
  if (!workspace.mayEdit) return failed('edit_window_closed')
  const fault = messageFault(data.text, data.blocks)
  if (fault !== undefined) return failed(fault.error, fault.why)
  const retryAfter = rate.secondsToWait(channel)
  if (retryAfter > 0) return { retryAfter }
  const after = messages.change(channel, before, changed(before, data))
  return { ok: true, channel, ts: after.ts, text: after.text, message: shown(after, true) }
}

const remove = (channel: string, { ts }: z.infer<typeof forms.delete>, messages: SlackMessages): MethodAnswer =>
  messages.remove(channel, ts) ? { ok: true, channel, ts } : failed('message_not_found')

/** A text without blocks takes the blocks away; metadata that is not given stays. */
function changed(before: SlackMessage, given: Given) {
  return {
    text: given.text ?? before.text,
    blocks: given.blocks ?? (given.text === undefined ? before.blocks : undefined),
    metadata: given.metadata ?? before.metadata,
  }
}

function history(channel: string, data: z.infer<typeof forms.history>, messages: SlackMessages): MethodAnswer {
  const { oldest, latest, inclusive, limit, cursor } = data
  const within = (time: number) => (inclusive ? time >= oldest && time <= latest : time > oldest && time < latest)
  const all = messages
    .of(channel)
    .filter(({ ts }) => within(Number(ts)) && (cursor === undefined || ts < cursor))
    .reverse()
  const page = all.slice(0, limit)
  const more = page.length < all.length
  return {
    ok: true,
    messages: page.map((message) => shown(message, data.include_all_metadata)),
    has_more: more,
    response_metadata: { next_cursor: more ? page.at(-1)?.ts : '' },
  }
}

function shown({ edited, metadata: kept, ...message }: SlackMessage, withMetadata: boolean) {
  return {
    type: 'message',
    user: 'U000',
    bot_id: 'B000',
    ...message,
    ...(edited > 0 && { edited: { user: 'U000', ts: message.ts } }),
    ...(withMetadata && kept !== undefined && { metadata: kept }),
  }
}

const failed = (error: string, ...messages: string[]) => ({
  ok: false,
  error,
  ...(messages.length > 0 && { response_metadata: { messages } }),
})
const invalid = (error: z.ZodError | undefined) => failed('invalid_arguments', error ? z.prettifyError(error) : '')
