// The page in a real browser, before a laptop that does what the test says.
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type Doors, openDoors } from '../../local/doors.ts'
import { whereInstalled } from '../peers.ts'
import { aLight, FakeLaptop } from './doors-fake-laptop.ts'

const executablePath = '/usr/bin/chromium'
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const quieter = ['--disable-component-update', '--disable-sync']

export const inBrowser = whereInstalled([executablePath], 'chromium')

// A loaded machine may take its time; a failure is seen soon enough.
import.meta.jest.setTimeout(20_000)

let browser: Browser
export let laptop: FakeLaptop
export let doors: Doors
/** What went wrong in the page, by the browser's own account. */
let complaints: string[]

beforeAll(async () => {
  if (existsSync(executablePath)) browser = await chromium.launch({ executablePath, args: [...quiet, ...quieter] })
}, 60_000)
afterAll(() => browser?.close())

beforeEach(async () => {
  laptop = new FakeLaptop()
  laptop.heldLights = [
    aLight(),
    aLight({ name: 'desk-2', shows: ['search'] }),
    aLight({ name: 'wall', shows: ['checkout', 'search'] }),
  ]
  complaints = []
  doors = await openDoors({ laptop, port: 0 })
})
afterEach(async () => {
  await Promise.all(browser?.contexts().map((context) => context.close()) ?? [])
  await doors.close()
  if (complaints.length > 0) throw new Error(`the page went wrong: ${complaints.join('\n')}`)
})

/** Opens the page and waits until it has heard the laptop. */
export async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`))
  page.on('console', (said) => {
    // That the laptop is gone, or refuses, is no fault of the page.
    if (said.type() === 'error' && !/net::ERR_|status of 409/.test(said.text())) complaints.push(said.text())
  })
  await page.goto(`http://127.0.0.1:${doors.port}/`)
  await page.locator('#contact[data-contact=live]').waitFor()
  return page
}

/** Waits until the page says this somewhere inside `within`. */
export const says = (page: Page, within: string, text: string | RegExp) =>
  page.locator(within).filter({ hasText: text }).first().waitFor()

/** What of a light's glass burns now, by colour, from top to bottom. */
export const burning = (page: Page, light: string): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('[data-light="${light}"] .glass')]
    .filter((glass) => getComputedStyle(glass.querySelector('.lit')).opacity > 0.05)
    .map((glass) => glass.classList[1])`)

/** Waits until a light's glass is set to burn so. */
export const shows = (page: Page, light: string, pattern: string) =>
  page.locator(`[data-light="${light}"] [data-shows="${pattern}"]`).waitFor()
