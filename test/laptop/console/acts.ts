import type { Page } from 'playwright-core'
import { button as buttonIn, inBrowser, laptop, openOwnPage, openPage, says, visible as visibleIn } from './browser.ts'
import { anIncident, at } from '../doors-fake-laptop.ts'

const card = '.incident[data-incident=search-1]'
const plan = { nth: 0, title: 'scale service search in cluster shop from 2 to 4', plan: '0a1b2c3d4e5f6071' }
const asking = anIncident({
  id: 'search-1',
  line: 'search',
  state: 'approval',
  playbook: 'scale-search',
  trust: 'approve',
  held: `may it ${plan.title}?`,
  asked: plan,
})
const { held: _, asked: __, ...notAsking } = asking

const button = (page: Page, name: string, within = card) => buttonIn(page, name, within)
const visible = (page: Page, within = card) => visibleIn(page, within)

inBrowser('what a machine asks', () => {
  it('is approved only after the page has said exactly what will be done, and asked once more', async () => {
    laptop.heldIncidents = [asking]
    const page = await openPage()
    await button(page, 'Approve').click()
    expect(await visible(page)).toEqual(['Approve', 'Refuse'])
    await says(page, `${card} .once-more`, `The machine will do exactly this: ${plan.title}.`)
    expect(laptop.done).toEqual([])
    await button(page, 'Yes: Approve').click()
    await says(page, `${card} .outcome`, 'Sent, in the name of the laptop’s owner.')
    expect(laptop.done).toEqual([['askApi', '/incidents/search-1/approve', { plan: plan.plan }]])
    laptop.now({ heldIncidents: [{ ...notAsking, state: 'working', version: 2 }] })
    await button(page, 'Approve').waitFor({ state: 'hidden' })
    expect(await visible(page)).toEqual([])
  })

  it('is refused with a reason, which may stay empty', async () => {
    laptop.heldIncidents = [asking]
    const page = await openPage()
    await button(page, 'Refuse').click()
    await says(page, `${card} .once-more`, 'The machine will not do this, and people are called')
    await page.locator(card).getByLabel('Why not').fill(' not at night ')
    await button(page, 'Yes: Refuse').click()
    await says(page, `${card} .outcome`, 'Sent')
    expect(laptop.done).toEqual([['askApi', '/incidents/search-1/refuse', { plan: plan.plan, reason: 'not at night' }]])
  })

  it('is decided by keyboard alone, and left with Escape', async () => {
    laptop.heldIncidents = [asking]
    const page = await openPage()
    const focused = () => page.evaluate('document.activeElement.textContent')
    await button(page, 'Approve').focus()
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('Yes: Approve')
    await page.keyboard.press('Escape')
    expect(await focused()).toBe('Approve')
    expect(await page.locator(`${card} .once-more:visible`).count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await says(page, `${card} .outcome`, 'Sent')
    expect(laptop.done).toHaveLength(1)
    expect(await focused()).toBe('Approve')
    laptop.now({ heldIncidents: [{ ...notAsking, state: 'working', version: 2 }] })
    await button(page, 'Approve').waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.activeElement.dataset.incident')).toBe('search-1')
  })

  it('asks anew where what would be done has changed under the reader’s eyes', async () => {
    laptop.heldIncidents = [asking]
    const page = await openPage()
    await button(page, 'Approve').click()
    const other = { ...plan, title: 'scale service search in cluster shop from 4 to 6', plan: 'f'.repeat(16) }
    laptop.now({ heldIncidents: [{ ...asking, version: 2, asked: other }] })
    await says(page, `${card} .outcome[data-went=wrong]`, 'What it would do has changed: read it again.')
    expect(await page.locator(`${card} .once-more:visible`).count()).toBe(0)
    expect(laptop.done).toEqual([])
  })

  it('says why in the API’s own words when it was refused, and can be tried again', async () => {
    laptop.heldIncidents = [asking]
    const because = 'arn:aws:iam::000000000000:user/owner may not approve on search: see `may.approve` of the line'
    laptop.apiReply = { status: 409, message: because }
    const page = await openPage()
    await button(page, 'Approve').click()
    await button(page, 'Yes: Approve').click()
    await says(page, `${card} .outcome[data-went=wrong]`, because)
    expect(await button(page, 'Approve').isEnabled()).toBe(true)
  })

  it('cannot be sent twice while it is on its way', async () => {
    laptop.heldIncidents = [asking]
    const page = await openPage()
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    await page.route('**/approve', async (route) => {
      await arrived
      await route.continue()
    })
    await button(page, 'Approve').click()
    await button(page, 'Yes: Approve').click()
    await page.locator(`${card} [aria-busy=true]`).waitFor()
    expect(await button(page, 'Yes: Approve').isDisabled()).toBe(true)
    expect(await button(page, 'Approve').isDisabled()).toBe(true)
    arrive()
    await says(page, `${card} .outcome`, 'Sent')
    await page.unroute('**/approve')
    expect(laptop.done).toHaveLength(1)
  })
})

inBrowser('what a machine suggests, or has done', () => {
  it('is started as it was read', async () => {
    laptop.heldIncidents = [{ ...notAsking, state: 'help', suggestion: plan }]
    const page = await openPage()
    await button(page, 'Run').click()
    expect(await visible(page)).toEqual(['Run'])
    await says(page, `${card} .once-more`, `exactly this: ${plan.title}. What comes after it, it asks for.`)
    await button(page, 'Yes: Run').click()
    await says(page, `${card} .outcome`, 'Sent')
    expect(laptop.done).toEqual([['askApi', '/incidents/search-1/run', { plan: plan.plan }]])
  })

  it('is undone, by the titles of what was done', async () => {
    const undoable = ['scale search', 'flip']
    laptop.heldIncidents = [{ ...notAsking, state: 'resolved', resolvedBy: 'the alarm', undoable }]
    const page = await openPage()
    await button(page, 'Undo').click()
    await says(page, `${card} .once-more`, 'bring back how it was before: scale search; then: flip.')
    await button(page, 'Yes: Undo').click()
    await says(page, `${card} .outcome`, 'Sent')
    expect(laptop.done).toEqual([['askApi', '/incidents/search-1/undo', {}]])
  })
})

inBrowser('the guards of a run', () => {
  it('are all there, with what each said and until when it holds', async () => {
    const against = [
      { guard: 'line-stopped', because: 'the line is stopped (a deploy)', until: 'line-cleared' },
      { guard: 'cooldown', because: 'it acted a moment ago', until: 'instant', at: at('23:59') },
    ] as const
    laptop.heldIncidents = [{ ...notAsking, state: 'working', judged: { at: at('09:01'), against } }]
    const page = await openOwnPage({ timezoneId: 'UTC' })
    await says(page, `${card} .judged summary`, 'Guards: 2 against it, asked at 09:01:00')
    await page.locator(`${card} .judged summary`).click()
    await says(page, '[data-guard=machines-stopped]', 'machines-stopped lets it act')
    await says(page, '[data-guard=line-stopped]', 'holds until the line is started: the line is stopped (a deploy)')
    await says(page, '[data-guard=cooldown]', 'holds until 23:59:00: it acted a moment ago: ')
    const judged = { at: at('09:02'), against: [] }
    laptop.now({ heldIncidents: [{ ...notAsking, version: 2, state: 'working', judged }] })
    await says(page, `${card} .judged summary`, 'Guards: all 3 let it act, asked at 09:02:00')
    expect(await page.locator(`${card} .judged`).getAttribute('open')).toBe('')
  })

  it('stand beside how far the playbook is trusted', async () => {
    laptop.heldIncidents = [asking]
    const page = await openPage()
    await says(page, `${card} .playbook`, 'Playbook scale-search · approve asks before each act')
  })
})

inBrowser('the lines on the page', () => {
  const checkout = '[data-line=checkout]'
  const stopped = { name: 'checkout', title: 'Checkout', state: 'stop', stops: ['a bad deploy'] } as const

  it('are stopped and started, after the page has said what that does', async () => {
    const page = await openPage()
    await button(page, 'Stop the line', checkout).click()
    expect(await visible(page, checkout)).toEqual(['Stop the line', 'Stop its machines'])
    await says(page, `${checkout} .once-more`, 'people are called, and no machine acts on this line')
    await page.locator(checkout).getByLabel('What is wrong').fill('a bad deploy')
    await page.keyboard.press('Enter')
    await says(page, `${checkout} .outcome`, 'Sent')
    laptop.now({ heldLines: { lines: [stopped] } })
    await says(page, checkout, 'is stopped: a bad deploy')
    await button(page, 'Start the line', checkout).click()
    await says(page, `${checkout} .once-more`, 'a call for help, in your hands. It is stopped by: a bad deploy.')
    await button(page, 'Yes: Start the line', checkout).click()
    await page.locator(`${checkout} [aria-busy=false] .outcome`).filter({ hasText: 'Sent' }).first().waitFor()
    await button(page, 'Yes: Start the line', checkout).waitFor({ state: 'hidden' })
    expect(laptop.done).toEqual([
      ['askApi', '/lines/checkout/stop', { reason: 'a bad deploy' }],
      ['askApi', '/lines/checkout/start', {}],
    ])
  })

  it('have a switch for their machines, and there is one for all', async () => {
    const page = await openPage()
    await button(page, 'Stop its machines', checkout).click()
    await button(page, 'Yes: Stop its machines', checkout).click()
    await says(page, `${checkout} .machines .outcome`, 'Sent: no machine acts any more')
    await button(page, 'Stop all machines', '#lines').click()
    await page.locator('.all-machines').getByLabel('Why').fill('we move the database')
    await page.keyboard.press('Enter')
    await says(page, '.all-machines .outcome', 'Sent')
    const { lines } = laptop.heldLines
    laptop.now({ heldLines: { lines, machinesStopped: 'by owner: we move the database' } })
    await says(page, '.all-machines', 'all machines are stopped by owner: we move the database')
    await button(page, 'Let them act again', '.all-machines').click()
    await button(page, 'Yes: Let them act again', '.all-machines').click()
    await says(page, '.all-machines .outcome', 'Sent: they may act again')
    expect(laptop.done).toEqual([
      ['setMachines', 'checkout', 'by owner'],
      ['setMachines', undefined, 'by owner: we move the database'],
      ['setMachines', undefined, undefined],
    ])
  })
})
