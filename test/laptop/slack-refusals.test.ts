import { header, section, start } from './slack-started.ts'

const refusedWith = (error: string) => ({ data: { ok: false, error } })

describe('what Slack does not take', () => {
  it.each([
    ['no_text', { text: '' }],
    ['channel_not_found', { channel: '#none', text: 'x' }],
    ['msg_too_long', { text: 'x'.repeat(40_001) }],
    ['invalid_blocks', { text: 'x', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }],
    ['invalid_blocks', { text: 'x', blocks: [section('x'.repeat(3001))] }],
    ['invalid_blocks', { text: 'x', blocks: [section('')] }],
    ['invalid_blocks', { text: 'x', blocks: [header('x'.repeat(151))] }],
    ['invalid_blocks', { text: 'x', blocks: [{ type: 'sectoin' }] }],
    ['msg_blocks_too_long', { text: 'x', blocks: Array.from({ length: 5 }, () => section('x'.repeat(2700))) }],
    ['invalid_arguments', { text: 'x', metadata: { event_type: 'a' } }],
  ])('is refused with %s', async (error, over) => {
    const { slack, web } = await start()
    const posting = web.apiCall('chat.postMessage', { channel: 'checkout', ...over })
    await expect(posting).rejects.toMatchObject(refusedWith(error))
    expect(slack.messages('checkout')).toEqual([])
  })

  it('lets everything just inside the limits pass', async () => {
    const { web } = await start()
    const blocks = [
      header('x'.repeat(150)),
      section('x'.repeat(3000)),
      ...Array.from({ length: 48 }, () => section('x')),
    ]
    expect(await web.chat.postMessage({ channel: 'checkout', text: 'x', blocks })).toMatchObject({ ok: true })
  })

  it('changes nothing by a name, or a ts of no message', async () => {
    const { web } = await start()
    const { channel = '', ts = '' } = await web.chat.postMessage({ channel: 'checkout', text: 'x' })
    const byName = web.chat.update({ channel: '#checkout', ts, text: 'y' })
    await expect(byName).rejects.toMatchObject(refusedWith('channel_not_found'))
    const nothing = web.chat.update({ channel, ts: '1.000000', text: 'y' })
    await expect(nothing).rejects.toMatchObject(refusedWith('message_not_found'))
    const named = web.conversations.history({ channel: '#checkout' })
    await expect(named).rejects.toMatchObject(refusedWith('channel_not_found'))
  })

  it('lets nobody in with another token', async () => {
    const { web } = await start({ token: 'xoxb-wrong' })
    await expect(web.auth.test()).rejects.toMatchObject(refusedWith('invalid_auth'))
    const { web: right } = await start()
    expect(await right.auth.test()).toMatchObject({ ok: true })
  })

  it('says which method it does not imitate', async () => {
    const { web, log } = await start()
    await expect(web.reactions.add({ channel: 'C', timestamp: '1', name: 'x' })).rejects.toMatchObject(
      refusedWith('unknown_method'),
    )
    expect(log).toEqual([expect.stringContaining('reactions.add')])
  })
})

describe('a fault that was asked for', () => {
  it('is answered so many times, and nothing is posted', async () => {
    const { slack, web } = await start()
    slack.failNext(500, 2)
    slack.failNext(429)
    const post = () => web.chat.postMessage({ channel: 'checkout', text: 'x' })
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_http_error', statusCode: 500 })
    await expect(post()).rejects.toMatchObject({ statusCode: 500 })
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 })
    expect(slack.messages('checkout')).toEqual([])
    expect(await post()).toMatchObject({ ok: true })
  })

  it('may cut the connection after the message was taken', async () => {
    const { slack, web } = await start()
    slack.failNext('cut')
    const post = web.chat.postMessage({ channel: 'checkout', text: 'x' })
    await expect(post).rejects.toMatchObject({ code: 'slack_webapi_request_error' })
    expect(slack.messages('checkout')).toMatchObject([{ text: 'x' }])
  })
})
