import { openStore } from '@andon/local-cloud/store.ts'
import { header, section, start } from './slack-started.ts'

describe('a message', () => {
  it('is posted by a channel name, then changed by the id and ts of the answer', async () => {
    const { slack, web } = await start()
    const metadata = { event_type: 'andon_incident', event_payload: { incident: 'i-1' } }
    const posted = await web.chat.postMessage({
      channel: '#checkout',
      text: 'help',
      blocks: [section('help')],
      metadata,
    })
    expect(posted).toMatchObject({
      ok: true,
      channel: expect.stringMatching(/^C/),
      message: { text: 'help', metadata },
    })

    const { channel = '', ts = '' } = posted
    const changed = await web.chat.update({ channel, ts, text: 'resolved', blocks: [section('resolved')] })

    expect(changed).toMatchObject({ ok: true, channel, ts, text: 'resolved' })
    expect(slack.messages('checkout')).toEqual([
      { ts, text: 'resolved', blocks: [section('resolved')], metadata, edited: 1 },
    ])
    expect(slack.messages('#search')).toEqual([])
    expect(slack.messages('unknown')).toBeUndefined()
  })

  it('loses its blocks when only its text is changed', async () => {
    const { slack, web } = await start()
    const { channel = '', ts = '' } = await web.chat.postMessage({
      channel: 'checkout',
      text: 'a',
      blocks: [section('a')],
    })
    await web.chat.update({ channel, ts, text: 'b' })
    expect(slack.messages('checkout')).toEqual([{ ts, text: 'b', edited: 1 }])
  })

  it('is still there, and can be changed, after a restart', async () => {
    const store = openStore()
    const before = await start({ store })
    const { channel = '', ts = '' } = await before.web.chat.postMessage({ channel: 'checkout', text: 'before' })
    const after = await start({ store })
    await after.web.chat.update({ channel, ts, text: 'after' })
    const next = await after.web.chat.postMessage({ channel: 'checkout', text: 'next' })
    expect(Number(next.ts)).toBeGreaterThan(Number(ts))
    expect(after.slack.messages('checkout')?.map(({ text }) => text)).toEqual(['after', 'next'])
  })

  it('may come as JSON, too', async () => {
    const { slack, url } = await start()
    const answer = await fetch(`${url}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer xoxb-right' },
      body: JSON.stringify({ channel: 'search', text: 'ü', blocks: [header('ü')] }),
    })
    expect(await answer.json()).toMatchObject({ ok: true })
    expect(slack.messages('search')).toMatchObject([{ text: 'ü', blocks: [header('ü')] }])
  })
})

describe('the history', () => {
  it('is given newest first, page by page, with metadata only for who asks for it', async () => {
    const { web, clock } = await start()
    const metadata = { event_type: 'andon_incident', event_payload: { incident: 'i-1' } }
    let channel = ''
    for (const text of ['one', 'two', 'three']) {
      channel = (await web.chat.postMessage({ channel: 'checkout', text, metadata })).channel ?? ''
      clock.move(1000)
    }
    const first = await web.conversations.history({ channel, limit: 2, include_all_metadata: true })
    expect(first).toMatchObject({
      has_more: true,
      messages: [
        { text: 'three', metadata },
        { text: 'two', metadata },
      ],
    })
    const cursor = first.response_metadata?.next_cursor ?? ''
    const last = await web.conversations.history({ channel, limit: 2, cursor })
    expect(last).toMatchObject({ has_more: false, messages: [{ text: 'one' }] })
    expect(last.messages?.[0]).not.toHaveProperty('metadata')
    const oldest = first.messages?.[1]?.ts ?? ''
    expect((await web.conversations.history({ channel, oldest })).messages).toMatchObject([{ text: 'three' }])
  })
})

describe('the rates', () => {
  it('let one message a second into a channel, and say how long to wait', async () => {
    const { slack, web, clock } = await start()
    await web.chat.postMessage({ channel: 'checkout', text: 'first' })
    await web.chat.postMessage({ channel: 'search', text: 'elsewhere' })
    clock.move(999)
    const tooSoon = web.chat.postMessage({ channel: '#checkout', text: 'second' })
    await expect(tooSoon).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 })
    expect(slack.messages('checkout')).toHaveLength(1)
    clock.move(1)
    await web.chat.postMessage({ channel: 'checkout', text: 'second' })
    expect(slack.messages('checkout')?.map(({ text }) => text)).toEqual(['first', 'second'])
  })

  it('let a channel have fifty changes in any minute', async () => {
    const { slack, web, clock } = await start()
    const { channel = '', ts = '' } = await web.chat.postMessage({ channel: 'checkout', text: '0' })
    const change = (text: string) => web.chat.update({ channel, ts, text })
    await change('1')
    clock.move(30_000)
    for (let text = 2; text <= 50; text++) await change(String(text))
    await expect(change('51')).rejects.toMatchObject({ retryAfter: 30 })
    clock.move(30_000)
    await change('51')
    expect(slack.messages('checkout')).toMatchObject([{ text: '51', edited: 51 }])
    await expect(change('52')).rejects.toMatchObject({ retryAfter: 30 })
  })
})
