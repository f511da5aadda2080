// The page in a real browser, before a laptop that does what the test says.
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type Doors, openDoors } from '../../../laptop/doors.ts'
import { whereInstalled } from '../../../packages/local-cloud/test/peers.ts'
import { aLight, FakeLaptop } from '../doors-fake-laptop.ts'

const executablePath = '/usr/bin/chromium'
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const quieter = ['--disable-component-update', '--disable-sync']

const blank = 'about:blank'
const size = { width: 1280, height: 720 }

export const inBrowser = whereInstalled([executablePath], 'chromium')

let browser: Browser
/** The page that the stories of a file use one after the other: opening a new one costs more than most of them. */
let shared: Page | undefined
export let laptop: FakeLaptop
export let doors: Doors
/** What went wrong in the page, by the browser's own account. */
let complaints: string[]

beforeAll(async () => {
  if (existsSync(executablePath))
    browser = await chromium.launch({ executablePath, args: [...quiet, ...quieter], timeout: 0 })
})
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
  if (shared !== undefined && shared.url() !== blank) await leave(shared)
  const others = browser?.contexts().filter((context) => context !== shared?.context()) ?? []
  await Promise.all(others.map((context) => context.close()))
  await doors.close()
  if (complaints.length > 0) throw new Error(`the page went wrong: ${complaints.join('\n')}`)
})

/** Opens the page and waits until it has heard the laptop. */
export async function openPage(): Promise<Page> {
  shared ??= await newPage({})
  return opened(shared)
}

/** The same in a window of its own: for another time zone, or for a clock that stays stopped. */
export const openOwnPage = async (options: BrowserContextOptions = {}): Promise<Page> => opened(await newPage(options))

async function newPage(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: size, ...options })
  const page = await context.newPage()
  // Shortly before jest gives up: this tells what was waited for.
  page.setDefaultTimeout(550_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`))
  page.on('console', (said) => {
    // That the laptop is gone, or refuses, is no fault of the page.
    if (said.type() === 'error' && !/net::ERR_|status of 409/.test(said.text())) complaints.push(said.text())
  })
  return page
}

/** Nothing of a story is left for the next one. */
async function leave(page: Page): Promise<void> {
  await page.evaluate('localStorage.clear()')
  await page.goto(blank)
  await page.setViewportSize(size)
}

async function opened(page: Page): Promise<Page> {
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

/** The button that is named exactly so. */
export const button = (page: Page, name: string, within: string) =>
  page.locator(within).getByRole('button', { name, exact: true })
/** The buttons of acts that can be seen. */
export const visible = (page: Page, within: string) => page.locator(`${within} button.act:visible`).allTextContents()
