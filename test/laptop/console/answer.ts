import type { Page } from 'playwright-core'
import { aTry } from '../../a-try.ts'
import { inBrowser, laptop, openOwnPage, openPage, says } from './browser.ts'
import { anIncident, at } from '../doors-fake-laptop.ts'

const first = anIncident({ id: 'first', title: 'checkout-latency' })
const second = anIncident({ id: 'second', title: 'search-latency', line: 'search' })
const card = (id: string) => `.incident[data-incident=${id}]`
const form = (page: Page, id: string) => page.locator(`${card(id)} form.answer`)

inBrowser('a call on the page', () => {
  it('is answered with a name, which the browser remembers and nobody else', async () => {
    laptop.heldIncidents = [first, second]
    const page = await openPage()
    await says(page, card('first'), /Your name.*the lamp pulses more calmly\./s)
    // This line does not stop anyway.
    expect(await page.locator(card('first')).textContent()).not.toContain('does not stop')
    await form(page, 'first').getByLabel('Your name').fill('  ada ')
    await form(page, 'first').getByRole('button', { name: 'Answer the call' }).click()
    await says(page, card('first'), 'Sent: ada is on it.')
    expect(await form(page, 'second').getByLabel('Your name').inputValue()).toBe('ada')
    expect(laptop.done).toEqual([['answerCall', 'first', 'ada']])

    await page.reload()
    await form(page, 'second').getByRole('button').click()
    await says(page, card('second'), 'Sent: ada is on it.')
    expect(laptop.done.at(-1)).toEqual(['answerCall', 'second', 'ada'])
  })

  it('is answered by keyboard alone, and leaves the keyboard where it was', async () => {
    laptop.heldIncidents = [first]
    const page = await openPage()
    await form(page, 'first').getByLabel('Your name').focus()
    await page.keyboard.type('ada')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await says(page, card('first'), 'Sent: ')
    laptop.now({ heldIncidents: [{ ...first, version: 2, acknowledgedBy: 'ada' }] })
    await form(page, 'first').waitFor({ state: 'hidden' })
    await says(page, card('first'), 'ada is on it')
    expect(await page.evaluate('document.activeElement.dataset.incident')).toBe('first')
    await says(page, '#announcer', 'checkout: checkout-latency: help wanted; ada is on it')
  })

  it('wants a name, and does nothing without', async () => {
    laptop.heldIncidents = [first]
    const page = await openPage()
    for (const name of ['', '   ']) {
      await form(page, 'first').getByLabel('Your name').fill(name)
      await form(page, 'first').getByRole('button').click()
      expect(await page.evaluate('document.querySelector("form.answer input").matches(":invalid")')).toBe(true)
    }
    expect(laptop.done).toEqual([])
  })

  it('interrupts nobody who is writing their name while the incident changes', async () => {
    laptop.heldIncidents = [first]
    const page = await openPage()
    const name = form(page, 'first').getByLabel('Your name')
    await name.pressSequentially('gra')
    laptop.now({ heldIncidents: [{ ...first, version: 2, state: 'stop', reason: 'worse' }] })
    await says(page, card('first'), /worse.*The line stays stopped/s)
    await page.keyboard.type('ce')
    expect(await name.inputValue()).toBe('grace')
  })

  it('says why when it was not to be answered', async () => {
    laptop.heldIncidents = [first]
    const page = await openPage()
    laptop.heldIncidents = [{ ...first, state: 'resolved' }]
    await form(page, 'first').getByLabel('Your name').fill('ada')
    await form(page, 'first').getByRole('button').click()
    await says(page, '.answer .outcome[data-went=wrong]', 'resolved already')
    expect(laptop.done).toEqual([])
  })

  it('can be answered only while people are called, and shows until when it may go unanswered', async () => {
    const soon = { ...first, waitsUntil: at('23:59') }
    laptop.heldIncidents = [
      soon,
      anIncident({ id: 'working', state: 'working' }),
      anIncident({ id: 'over', state: 'resolved' }),
    ]
    const page = await openOwnPage({ timezoneId: 'UTC' })
    await says(page, card('first'), /If nobody answers by 23:59:00, the line stops: .*and the line does not stop/s)
    for (const id of ['working', 'over']) expect(await form(page, id).isVisible()).toBe(false)
    laptop.now({ heldIncidents: [{ ...soon, acknowledgedBy: 'ada' }] })
    await says(page, card('first'), 'ada is on it')
    expect(await page.locator('.waiting').count()).toBe(0)
    laptop.now({ heldIncidents: [{ ...first, acknowledgedBy: 'ada', state: 'resolved', resolvedBy: 'the alarm' }] })
    await says(page, card('first'), 'ada had answered the call')
  })
})

inBrowser('an incident on the page', () => {
  it('is resolved with a name and a reason, whatever its alarm says', async () => {
    const working = anIncident({ id: 'first', state: 'working', key: 'alarm arn:…' })
    laptop.heldIncidents = [working]
    const page = await openPage()
    const form = page.locator(`${card('first')} .resolving form`)
    await page.locator(card('first')).getByText('It is over', { exact: true }).click()
    await says(page, card('first'), 'If its alarm goes off again, that is a new incident.')
    await form.getByLabel('Your name').fill('ada')
    await form.getByRole('button', { name: 'Resolve' }).click()
    expect(laptop.done).toEqual([])

    await form.getByLabel('Why it is over').fill(' the till was replaced ')
    await form.getByRole('button', { name: 'Resolve' }).click()
    await says(page, card('first'), 'Sent: it is over.')
    expect(laptop.done).toEqual([['resolve', 'first', 'ada', 'the till was replaced']])
    laptop.now({
      heldIncidents: [
        { ...working, version: 2, state: 'resolved', resolvedAt: at('09:10'), resolvedBy: 'console/ada' },
      ],
    })
    await form.waitFor({ state: 'hidden' })
    await says(page, card('first'), 'by console/ada')
  })
})

inBrowser('a playbook that holds', () => {
  it('says why, instead of until when it waits', async () => {
    const tried = [aTry({ title: 'redeploy', outcome: 'started' })]
    const working = anIncident({
      id: 'first',
      state: 'working',
      playbook: 'restart-checkout',
      tried,
      waitsUntil: at('23:59'),
    })
    laptop.heldIncidents = [{ ...working, held: 'the line is stopped' }]
    const page = await openPage()
    await says(page, card('first'), /❚❚ the machine waits.*Held: the line is stopped/s)
    expect(await page.locator('.waiting').allTextContents()).toEqual(['Held: the line is stopped'])
    laptop.now({ heldIncidents: [{ ...working, version: 2, state: 'help', held: 'the line is stopped' }] })
    await says(page, card('first'), /▲ help wanted.*Held: the line is stopped/s)
    laptop.now({ heldIncidents: [{ ...working, version: 3 }] })
    await says(page, card('first'), /a machine is working on it.*for the alarm to clear/s)
  })
})
