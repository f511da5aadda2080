import type { BrowserContextOptions, Page } from 'playwright-core'
import { shownStates } from '../../iot/contract/light-state.ts'
import { burning, inBrowser, laptop, openOwnPage, openPage, says, shows } from './console-browser.ts'
import { aLight, aReport } from './doors-fake-laptop.ts'

const lights = (light: Parameters<typeof aLight>[0], report = {}) => ({
  heldLights: [{ ...aLight(light), report: { ...aLight(light).report, ...report } }],
})

/** A page with one light for each state, named for it. */
async function everyState(options: BrowserContextOptions = {}): Promise<Page> {
  laptop.heldLights = shownStates.map((state) =>
    state === 'unknown'
      ? { ...aLight({ name: state }), report: aReport({ state }) }
      : aLight({ name: `${state}`, state }),
  )
  const page = await openOwnPage(options)
  for (const state of shownStates) await shows(page, state, state)
  return page
}

/** Which lamps burn at each hundredth of a second of six, as the style says. */
const sixSeconds = (page: Page, light: string): Promise<string[][]> =>
  page.evaluate(`(() => {
    const svg = document.querySelector('[data-light="${light}"] svg')
    const glasses = [...svg.querySelectorAll('.glass')]
    const animations = svg.getAnimations({ subtree: true })
    for (const animation of animations) animation.pause()
    return Array.from({ length: 600 }, (_, n) => {
      for (const animation of animations) animation.currentTime = n * 10
      return glasses.filter((glass) => {
        const { opacity, visibility } = getComputedStyle(glass.querySelector('.lit'))
        return opacity >= 0.5 && visibility === 'visible'
      })
        .map((glass) => glass.classList[1])
    })
  })()`)

/** The most often that any lamp lights up within one second. */
function mostFlashes(frames: readonly string[][]): number {
  const rises = frames.flatMap((frame, n) => (n > 0 && frame.some((lamp) => !frames[n - 1]!.includes(lamp)) ? [n] : []))
  return Math.max(0, ...rises.map((from) => rises.filter((n) => n >= from && n < from + 100).length))
}

inBrowser('the lamp on the page', () => {
  it('burns in its state’s colours, and never flashes three times in a second', async () => {
    const page = await everyState()
    const burnt: Record<string, string> = {}
    for (const state of shownStates) {
      const frames = await sixSeconds(page, state)
      const flashes = mostFlashes(frames)
      expect(flashes).toBeLessThan(3)
      burnt[state] = `${[...new Set(frames.flat())].join(' ')}, ${flashes > 0 ? 'moving' : 'steady'}`
    }
    expect(burnt).toEqual({
      calm: 'green, steady',
      working: 'yellow, steady',
      help: 'yellow, moving',
      approval: 'blue, steady',
      stop: 'red, moving',
      flood: 'red yellow, moving',
      test: 'red yellow green blue white, moving',
      unknown: 'white, moving',
    })
  })

  it('stop flashes at 1.5 Hz until somebody has answered', async () => {
    laptop.now(lights({ state: 'stop' }))
    const page = await openPage()
    await shows(page, 'desk-1', 'stop')
    const frames = await sixSeconds(page, 'desk-1')
    expect(frames.filter((frame, n) => n > 0 && frame.length > frames[n - 1]!.length)).toHaveLength(8)
    laptop.now(lights({ state: 'stop', acknowledged: true, v: 8 }))
    await says(page, '[data-light=desk-1]', 'somebody has answered')
    await shows(page, 'desk-1', 'stop-answered')
    expect(await burning(page, 'desk-1')).toEqual(['red'])
  })

  it('a call for help pulses slower and shallower once somebody has answered, and never goes out', async () => {
    laptop.now(lights({ state: 'help', acknowledged: true }))
    const page = await openPage()
    await says(page, '[data-light=desk-1]', /help yellow, slow shallow pulse.*somebody has answered/s)
    await shows(page, 'desk-1', 'help-answered')
    const frames = await sixSeconds(page, 'desk-1')
    expect(frames).toEqual(frames.map(() => ['yellow']))
    expect(mostFlashes(frames)).toBe(0)
  })

  it('unknown blinks twice in three seconds, as the lamp itself does', async () => {
    laptop.now(lights({}, { state: 'unknown' }))
    const page = await openPage()
    await shows(page, 'desk-1', 'unknown')
    const frames = await sixSeconds(page, 'desk-1')
    const lit = frames.slice(0, 300).flatMap((frame, n) => (frame.includes('white') ? [n * 10] : []))
    const quarter = (from: number) => Array.from({ length: 25 }, (_, n) => from + n * 10)
    expect(lit).toEqual([...quarter(0), ...quarter(750)])
  })

  it('stands still where less motion is wanted, and still tells every state apart', async () => {
    const page = await everyState({ reducedMotion: 'reduce' })
    expect(await page.evaluate('document.getAnimations().length')).toBe(0)
    const seen = shownStates.map(async (state) => {
      const words = await page.locator(`[data-light="${state}"] .state`).textContent()
      return `${words}: ${(await burning(page, state)).join(' ')}`
    })
    expect(await Promise.all(seen)).toEqual([
      'calm green: green',
      'working yellow: yellow',
      'help yellow, slow pulse: yellow',
      'approval blue: blue',
      'stop red, flashing: red',
      'flood red and yellow in turn: red yellow',
      'test each lamp in turn: red yellow green blue white',
      'unknown white, double blink: white',
    ])
  })

  it('shows what the lamp reports, not what it was told, and says that they differ', async () => {
    laptop.now(lights({ state: 'help', v: 8 }, { state: 'calm', appliedV: 7 }))
    const page = await openPage()
    await says(page, '[data-light=desk-1]', /calm green.*told to show help, but does not/s)
    laptop.now(lights({ state: 'help', v: 8 }))
    await says(page, '[data-light=desk-1]', /help yellow, slow pulse/)
    expect(await page.locator('.unmet').count()).toBe(0)
  })

  it('is unknown when the lamp never reported, is off line, or says so itself', async () => {
    const { report: _, reportedAt: __, ...silent } = aLight({ state: 'help' })
    laptop.heldLights = [silent]
    const page = await openPage()
    await says(page, '[data-light=desk-1]', /unknown.*no lamp of this name has reported yet.*told to show help/s)
    laptop.now(lights({ state: 'help' }, { online: false }))
    // By the broker's clock: a last will says when its lamp connected.
    await says(page, '[data-light=desk-1]', /unknown.*the lamp went off line at \d\d:07:00/s)
    laptop.now(lights({ state: 'help' }, { state: 'unknown' }))
    await says(page, '[data-light=desk-1]', /unknown.*nothing that is fresh enough/s)
    laptop.now(lights({ state: 'help' }, { state: 'unknown', reason: 'no chip is called pinctrl-rp1' }))
    await says(page, '[data-light=desk-1] .means', 'no chip is called pinctrl-rp1')
    expect(await page.locator('[data-light=desk-1]').getAttribute('data-state')).toBe('unknown')
  })

  it('says that its buzzer is muted, and winks every 5 s, for as long as the lamp says so', async () => {
    laptop.now(lights({ state: 'working' }, { muted: true }))
    const page = await openPage()
    await says(page, '[data-light=desk-1]', 'its buzzer is muted: a steady light goes dark for a moment now and then')
    const dark = (await sixSeconds(page, 'desk-1')).flatMap((frame, n) => (frame.length === 0 ? [n * 10] : []))
    expect(dark).toEqual(Array.from({ length: 15 }, (_, n) => 4850 + n * 10))
    laptop.now(lights({ state: 'working' }, { muted: false }))
    await page.locator('.light .muted').waitFor({ state: 'detached' })
    expect(await page.evaluate('document.getAnimations().length')).toBe(0)
  })

  it('does not flicker however fast the states come: the words follow at once, the glass when it may', async () => {
    laptop.heldLights = [aLight({ state: 'working' })]
    const page = await openOwnPage()
    await shows(page, 'desk-1', 'working')
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 10_000)
    laptop.now(lights({ state: 'stop' }))
    await says(page, '[data-light=desk-1]', /stop red, flashing/)
    await shows(page, 'desk-1', 'stop')

    for (const state of ['help', 'calm', 'help'] as const) {
      laptop.now(lights({ state }))
      await says(page, '[data-light=desk-1] .state', state)
    }
    await shows(page, 'desk-1', 'stop')
    await page.clock.runFor(1000)
    await shows(page, 'desk-1', 'dark')
    expect(await burning(page, 'desk-1')).toEqual([])
    await page.clock.runFor(799)
    await shows(page, 'desk-1', 'dark')
    await page.clock.runFor(1)
    await shows(page, 'desk-1', 'help')
  })
})
