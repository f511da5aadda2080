import { doors, inBrowser, laptop, openOwnPage, openPage, says } from './browser.ts'
import { aLight, anIncident, at, FakeLaptop } from '../doors-fake-laptop.ts'
import { openDoors } from '../../../laptop/doors.ts'
import { aTry } from '../../a-try.ts'

inBrowser('the console page', () => {
  it('shows each light as its lamp reports it, and follows when that changes', async () => {
    const page = await openPage()
    await says(page, '[data-light=desk-1]', /calm green/)
    const reasons = [{ incident: 'a', title: 'checkout-5xx', url: 'https://example.com/alarm' }]
    laptop.now({ heldLights: [aLight({ state: 'working', reasons })] })
    await says(page, '[data-light=desk-1]', /working yellow.*a machine is working on it.*checkout-5xx/s)
    expect(await page.getByRole('link', { name: 'checkout-5xx' }).getAttribute('href')).toBe(
      'https://example.com/alarm',
    )
    expect(await page.locator('.light').count()).toBe(1)
    const full = Array.from({ length: 10 }, (_, nth) => ({ incident: `${nth}`, title: `checkout-${nth}` }))
    laptop.now({ heldLights: [aLight({ state: 'working', reasons: full })] })
    await says(page, '[data-light=desk-1]', /checkout-2.*and at least 7 more/s)
    laptop.now({ heldLights: [aLight({ state: 'working', reasons: full.slice(1) })] })
    await says(page, '[data-light=desk-1]', /checkout-3.*and 6 more/s)
    await says(page, '#announcer', 'Light desk-1: working, a machine is working on it.')
  })

  it('fires and clears an alarm, and says what came of it', async () => {
    const page = await openPage()
    await page.getByRole('button', { name: 'Fire checkout-5xx' }).click()
    await says(page, '.outcome', 'checkout-5xx is in ALARM now; its event was sent.')
    await says(page, '[data-alarm=checkout-5xx]', '▲ ALARM')
    await page.getByRole('button', { name: 'Fire checkout-5xx' }).press('Enter')
    await says(page, '.outcome', 'already: no event')
    await page.getByRole('button', { name: 'Clear checkout-5xx' }).click()
    await says(page, '[data-alarm=checkout-5xx]', '✓ OK')
    const states = laptop.done.map(([, name, change]) => [name, (change as { state: string }).state])
    expect(states).toEqual([
      ['checkout-5xx', 'ALARM'],
      ['checkout-5xx', 'ALARM'],
      ['checkout-5xx', 'OK'],
    ])
  })

  it('fires any other alarm by its name', async () => {
    const page = await openPage()
    await page.getByLabel('Another alarm').fill('search-errors/eu 1')
    await page.locator('.other-alarm').getByRole('button', { name: 'Clear' }).click()
    await says(page, '[data-alarm="search-errors/eu 1"]', '✓ OK')
    await page.getByLabel('Another alarm').press('Enter')
    await says(page, '[data-alarm="search-errors/eu 1"]', '▲ ALARM')
    expect(laptop.alarms()).toEqual([{ name: 'search-errors/eu 1', state: 'ALARM' }])
  })

  it('offers no example alarm of a line that is not there', async () => {
    laptop.heldLights = [aLight({ shows: ['payments'] })]
    const page = await openPage()
    await says(page, '[data-light=desk-1]', 'shows payments')
    expect(await page.locator('.alarm').count()).toBe(0)
  })

  it('tells what a playbook tried, what came of it, and that it waits', async () => {
    const redeploy = aTry({ title: 'redeploy shop/checkout', outcome: 'no such service', failed: true })
    const rollBack = aTry({ title: 'roll back shop/checkout', startedAt: at('09:01') })
    const incident = anIncident({ state: 'working', playbook: 'restart-checkout', tried: [redeploy, rollBack] })
    laptop.heldIncidents = [incident]
    const page = await openPage()
    await says(page, '[data-standing=failed]', 'redeploy shop/checkout failed: no such service')
    await says(page, '[data-standing=under-way]', 'roll back shop/checkout under way')
    expect(await page.locator('.waiting').count()).toBe(0)

    laptop.now({ heldIncidents: [{ ...incident, waitsUntil: at('09:10') }] })
    await says(page, '.waiting', 'for the alarm to clear')
    const over = { ...incident, state: 'resolved', resolvedAt: at('09:07'), resolvedBy: 'the alarm' } as const
    laptop.now({ heldIncidents: [over] })
    await says(page, '.incident', /✓ resolved.*by the alarm, after 7 min 00 s/s)
    expect(await page.locator('.waiting').count()).toBe(0)
  })

  it('calls nothing a success but what the alarm says is one', async () => {
    const redeploy = aTry({ title: 'redeploy', outcome: 'a deployment was started' })
    const rollBack = aTry({ title: 'roll back', startedAt: at('09:05'), outcome: 'goes back to checkout:6' })
    const one = anIncident({ state: 'working', playbook: 'restart-checkout', tried: [redeploy] })
    const two = { ...one, tried: [redeploy, rollBack] }
    const standings = async () =>
      page.evaluate("[...document.querySelectorAll('.tried li')].map((li) => li.dataset.standing)")
    laptop.heldIncidents = [one]
    const page = await openPage()
    await says(page, '[data-standing=done]', 'redeploy a deployment was started')

    laptop.now({ heldIncidents: [{ ...two, state: 'help' }] })
    await says(page, '.tried', /started; it did not clear.*checkout:6; it did not clear/)
    laptop.now({ heldIncidents: [{ ...two, state: 'resolved', resolvedBy: 'the alarm', resolvedAt: at('09:07') }] })
    await says(page, '[data-standing=helped]', 'roll back goes back to checkout:6; then it cleared')
    expect(await standings()).toEqual(['did-not-help', 'helped'])
    laptop.now({ heldIncidents: [{ ...one, state: 'resolved', resolvedBy: 'Kim', resolvedAt: at('09:07') }] })
    await says(page, '.incident', 'by Kim')
    expect(await standings()).toEqual(['done'])
  })

  it('puts open incidents before the others, and leaves a timeline as its reader set it', async () => {
    const over = anIncident({ id: 'over', title: 'over', state: 'resolved' })
    const open = anIncident({ id: 'open', title: 'still open' })
    laptop.heldIncidents = [over, open]
    const page = await openPage()
    await says(page, '.incident', 'still open')
    expect(await page.locator('.incident h3').allTextContents()).toEqual(['still open', 'over'])
    expect(
      await page.locator('.incident[data-incident=open] details:not(.resolving, .judged)').getAttribute('open'),
    ).toBe('')

    await page.locator('.incident[data-incident=open] details:not(.resolving, .judged) summary').click()
    laptop.now({ heldIncidents: [over, anIncident({ ...open, title: 'renamed', version: 2 })] })
    await says(page, '.incident', 'renamed')
    expect(
      await page.locator('.incident[data-incident=open] details:not(.resolving, .judged)').getAttribute('open'),
    ).toBeNull()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY')
  })

  it('shows dead letters when there are any, with the reason', async () => {
    const page = await openPage()
    expect(await page.locator('#dead-letters').isVisible()).toBe(false)
    const letter = { queue: 'andon-dead', body: '{"half', reason: 'not JSON', attributes: { By: 'x' }, receiveCount: 3 }
    laptop.now({ heldDeadLetters: [letter] })
    await says(page, '.dead-letter', /andon-dead · tried 3 times.*not JSON.*By: x/s)
  })
})

inBrowser('the console page without the laptop', () => {
  it('says so, knows no light any more, and comes back by itself', async () => {
    const page = await openPage()
    const { port } = doors
    await doors.close()
    await says(page, '#lost', 'No contact with the laptop')
    await says(page, '[data-light=desk-1]', /unknown white, double blink.*this page has no contact with the laptop/s)
    await says(page, '#contact', 'no contact')

    await page.getByRole('button', { name: 'Fire checkout-5xx' }).click()
    await says(page, '.outcome', 'checkout-5xx was not set: the laptop does not answer')

    const again = await openDoors({ laptop: new FakeLaptop(), port })
    await says(page, '#contact', 'live')
    expect(await page.locator('#lost').textContent()).toBe('')
    expect(await page.locator('.light').count()).toBe(0)
    await again.close()
  })

  it('gives up a laptop that says nothing more, though the connection stands', async () => {
    const page = await openOwnPage()
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 10_000)
    laptop.now({ heldLights: [aLight({ state: 'help' })] })
    await says(page, '[data-light=desk-1] .state', 'help')
    await page.clock.runFor(11_999)
    await says(page, '#contact', 'live')
    await page.clock.runFor(1)
    await says(page, '[data-light=desk-1]', /unknown/)
    expect(await page.locator('#lost').textContent()).toContain('No contact with the laptop')
  })
})
