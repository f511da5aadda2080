import { doors, inBrowser, laptop, openPage, says } from './browser.ts'

inBrowser('the cords on the page', () => {
  it('are pulled as a hand would: pressed, pressed twice, held', async () => {
    const page = await openPage()
    await says(page, '[data-cord=desk-2]', 'desk-2 on line search')
    for (const [word, said] of [
      ['Press', 'desk-2 was pressed: its message went to the broker.'],
      ['Press twice', 'desk-2 was pressed twice'],
      ['Hold', 'desk-2 was held'],
    ] as const) {
      await page.getByRole('button', { name: `${word}: desk-2` }).press('Enter')
      await says(page, '#cords .outcome', said)
    }
    expect(laptop.done).toEqual([
      ['pull', 'desk-2', 'SINGLE'],
      ['pull', 'desk-2', 'DOUBLE'],
      ['pull', 'desk-2', 'LONG'],
    ])
  })

  it('say what each pull does, also to those who do not see the page', async () => {
    const page = await openPage()
    const hold = page.getByRole('button', { name: 'Hold: desk-1' })
    await hold.waitFor()
    const described = await hold.getAttribute('aria-describedby')
    expect(await page.locator(`#${described}`).textContent()).toBe('stops the line at once; its playbooks wait')
  })

  it('are those of the config, and none where it has none', async () => {
    const page = await openPage()
    await page.locator('[data-cord=desk-1]').waitFor()
    laptop.now({ heldCords: [] })
    await says(page, '#cords .empty', 'The config has no cords.')
    expect(await page.locator('#cords button').count()).toBe(0)
  })

  it('say so when the laptop is gone', async () => {
    const page = await openPage()
    await page.locator('[data-cord=desk-1]').waitFor()
    await doors.close()
    await page.getByRole('button', { name: 'Press: desk-1' }).click()
    await says(page, '#cords .outcome[data-went=wrong]', 'desk-1 was not pulled: the laptop does not answer')
    expect(laptop.done).toEqual([])
  })
})

inBrowser('what a topic was told', () => {
  const told = (subject: string, at: string) => ({ subject, message: `${subject}\nby mail`, attributes: {}, at })

  it('is there to be read, the newest first, and stays open while more comes', async () => {
    const help = told('Help wanted', '2026-11-21T09:00:00.000Z')
    const topic = { name: 'andon-line-checkout', line: 'checkout', messages: [help] }
    laptop.heldTopics = [topic, { name: 'andon-alarms', messages: [] }]
    const page = await openPage()
    await says(page, '[data-topic=andon-line-checkout]', /checkout andon-line-checkout.*Help wanted/s)
    expect(await page.locator('.topic').count()).toBe(1)
    await page.locator('.told summary').press('Enter')
    await page.getByText('by mail').waitFor()

    const again = [
      help,
      told('LINE STOPPED', '2026-11-21T09:05:00.000Z'),
      told('LINE STOPPED', '2026-11-21T09:05:00.000Z'),
    ]
    laptop.now({ heldTopics: [{ ...topic, messages: again }] })
    await says(page, '.told', 'LINE STOPPED')
    expect(
      await page.locator('.told details').evaluateAll((all) => all.map((one) => one.hasAttribute('open'))),
    ).toEqual([false, false, true])
  })

  it('is nothing at first', async () => {
    const page = await openPage()
    await says(page, '#topics .empty', 'Nothing yet.')
    expect(await page.locator('.topic').count()).toBe(0)
  })
})
