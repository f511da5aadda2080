import { openChat } from '../../bin/doctor/chat-door.ts'
import { start } from '../laptop/slack-started.ts'

it('asks Slack itself, by the calls that Andon makes', async () => {
  const { slack, web, url } = await start()
  const { channel = '' } = await web.chat.postMessage({ channel: '#search', text: 'hello' })
  const door = openChat(url)(slack.workspace.token)
  expect(await door.whoAmI()).toEqual({ bot: 'andon', scopes: ['chat:write', 'channels:history'] })
  expect(await door.read(channel)).toBe('ok')
  expect(await door.read('C00UNKNOWN')).toEqual({ error: 'channel_not_found' })
  expect(await openChat(url)('xoxb-another').whoAmI()).toEqual({ error: 'invalid_auth' })
})

it('does not take a Slack that is out of order for one that refuses', async () => {
  const { slack, url } = await start()
  slack.failNext(503)
  await expect(openChat(url)(slack.workspace.token).whoAmI()).rejects.toThrow('503')
})
