import { at } from '../doors-fake-laptop.ts'
import { button, inBrowser, laptop, openPage, says, visible } from './browser.ts'

inBrowser('the playbooks on the page', () => {
  const card = '[data-playbook=restart-checkout]'
  const record = [{ day: '2026-11-21', outcomes: { proved: 2, 'gave-up': 1 } }]
  const next = { to: 'approve', earned: false, needs: [{ what: 'runs started by people', has: 3, of: 5 }] } as const
  const trust = 'suggest'
  const climbing = { trust, effective: trust, next, inWords: 'has not earned approve yet', repeats: 9 } as const
  const one = { name: 'restart-checkout', title: 'Restart checkout', ladder: climbing, record }

  it('say how far each is trusted, what it has proved, and what the next rung takes', async () => {
    laptop.heldPlaybooks = [one]
    const page = await openPage()
    await says(
      page,
      card,
      /suggest: suggests; a person starts it.*has not earned approve yet.*3 of 5 runs started by people/s,
    )
    await says(page, card, /ran 9 times this week: mend the cause.*2026-11-21 2 proved, 1 gave-up/s)
    expect(await visible(page, card)).toEqual([])
  })

  it('are restored by a person, once they were put down', async () => {
    const demotion = { playbook: one.name, v: 1, incident: 'checkout-1', at: at('09:00'), because: 'gave up' }
    const down = { trust: 'auto', effective: 'approve', demotion, inWords: 'was put down' } as const
    laptop.heldPlaybooks = [{ ...one, ladder: down }]
    const page = await openPage()
    await says(page, card, /approve: asks before each act, and auto by the config.*was put down/s)
    await button(page, 'Restore its trust', card).click()
    await says(page, `${card} .once-more`, 'restart-checkout acts by itself again')
    await page.locator(card).getByLabel('Why it may be trusted again').fill('mended')
    await page.keyboard.press('Enter')
    await says(page, `${card} .outcome`, 'Sent')
    const body = { playbook: 'restart-checkout', reason: 'mended' }
    expect(laptop.done).toEqual([['askApi', '/incidents/checkout-1/restore', body]])
  })
})
