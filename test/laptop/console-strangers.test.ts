import { aTry } from '../a-try.ts'
import { inBrowser, laptop, openOwnPage, openPage, says } from './console-browser.ts'
import { aLight, aMessage, anIncident, at } from './doors-fake-laptop.ts'

const hostile = '<img src=x onerror=alert(1)> <!channel> & <b>bold</b>'
const escaped = hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const said = (text: string) => ({
  ...aMessage(),
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
})

inBrowser('what strangers wrote', () => {
  it('is shown as text wherever it turns up', async () => {
    const reasons = [{ incident: 'a', title: hostile, url: 'javascript:alert(1)' }]
    laptop.heldLights = [aLight({ state: 'help', reasons, name: 'desk-1', shows: [hostile] })]
    const tried = [aTry({ title: hostile, outcome: hostile, failed: true })]
    const timeline = [{ at: at('09:00'), kind: 'opened', text: hostile }] as const
    const playbook = hostile
    const url = 'javascript:alert(1)'
    const texts = {
      title: hostile,
      reason: `${hostile}!`,
      line: hostile,
      url,
      acknowledgedBy: hostile,
      held: hostile,
      playbook,
    }
    laptop.heldIncidents = [anIncident({ ...texts, tried, timeline })]
    laptop.heldDeadLetters = [
      { queue: hostile, body: hostile, reason: hostile, attributes: { [hostile]: hostile }, receiveCount: 1 },
    ]
    laptop.heldCords = [{ name: 'desk-1', line: hostile }]
    const told = { subject: hostile, message: hostile, attributes: {}, at: at('09:00') }
    laptop.heldTopics = [{ name: hostile, line: hostile, messages: [told] }]
    laptop.setAlarm(hostile, { state: 'ALARM' })
    laptop.messages = new Map([['checkout', [aMessage({ title: hostile, text: escaped })]]])

    const page = await openPage()
    await page.locator('.told summary').click()
    for (const place of [
      '.reasons li',
      '.incident h3',
      '.incident .reason',
      '.timeline li',
      '.tried li',
      '.waiting',
      '.on-it',
      '.pulls',
      '.topic h3',
      '.told summary',
      '.told-text',
      '.dead-letter',
    ])
      await says(page, place, hostile)
    await says(page, '.alarm code', hostile)
    await says(page, '.message h4', hostile)
    await says(page, '.message .block', hostile)
    expect(await page.locator('img, main script, .mention, a[href^=javascript]').count()).toBe(0)
  })

  it('in chat is marked where Slack would wake people', async () => {
    laptop.messages = new Map([['checkout', [said('look <!channel> and <@U123>')]]])
    const page = await openPage()
    await says(page, '.message', 'look @channel and @U123')
    expect(await page.locator('.message .mention').count()).toBe(2)
  })

  it('in chat has links, dates, bold and signs as Slack has them', async () => {
    const date = '<!date^1795252800^{time_secs}|09:20:00 UTC>'
    const link = '<https://example.com/?a=1&amp;b=2|the *alarm*>'
    laptop.messages = new Map([
      ['checkout', [said(`${date} :gear: *a machine* · ${link} <javascript:alert(1)|no> 2*3*4`)]],
    ])
    const page = await openOwnPage({ timezoneId: 'Asia/Tokyo' })
    await says(page, '.message', '18:20:00 ⚙ a machine · the *alarm* no (javascript:alert(1)) 2*3*4')
    expect(await page.locator('.message .block time[datetime="2026-11-21T09:20:00.000Z"]').count()).toBe(1)
    expect(await page.locator('.message a').getAttribute('href')).toBe('https://example.com/?a=1&b=2')
    expect(await page.locator('.message .block b').allTextContents()).toEqual(['a machine'])
  })

  it('in chat is named where the page cannot draw it, and changes when it is edited', async () => {
    const unknown = { ...aMessage(), blocks: [{ type: 'video' }, null, { type: 'section', text: 7 }] }
    laptop.messages = new Map([['checkout', [unknown]]])
    const page = await openPage()
    await says(page, '.message', '(a block of type video, not drawn here)')
    laptop.now({ messages: new Map([['checkout', [{ ...aMessage({ text: 'resolved' }), edited: 2 }]]]) })
    await says(page, '.message', /edited 2 times.*resolved/s)
    expect(await page.locator('.message').count()).toBe(1)
  })

  it('never makes the page scroll sideways, however narrow or wide', async () => {
    laptop.heldIncidents = [anIncident({ title: 'x'.repeat(200), reason: 'y'.repeat(300) })]
    laptop.messages = new Map([['checkout', [aMessage({ title: 'z'.repeat(150) })]]])
    const page = await openPage()
    await says(page, '.message', 'z'.repeat(150))
    for (const width of [320, 360, 760, 1240, 1600]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    }
  })
})
