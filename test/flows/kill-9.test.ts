import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = join(import.meta.dirname, 'doomed-cloud.ts')

/** One life of the cloud. @returns what it said at its end, or undefined when it was killed before */
async function live(story: string, file: string, writes: number, moment = ''): Promise<any> {
  const flags = ['--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, program, file, String(writes), story, moment], {
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'andon-compiled') },
  })
  let said = ''
  let complaints = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (complaints += String(chunk)))
  const [code, signal] = await once(child, 'close')
  if (signal === 'SIGKILL') return undefined
  if (code !== 0) throw new Error(`the cloud ended with ${code}: ${complaints}`)
  return JSON.parse(said)
}

const aFile = () => join(mkdtempSync(join(tmpdir(), 'andon-doomed-')), 'state.sqlite')

/** Every life is allowed a few more writes than it takes to wake up, so that the story is cut at another place each time. */
async function livesOf(story: string, step: number) {
  const file = aFile()
  let lives = 0
  let end: any
  while (end === undefined) end = await live(story, file, step + lives++)
  expect(lives).toBeGreaterThan(3)
  expect(end.deadLetters).toEqual([])
  return end
}

/** The service was deployed twice before the story began; it is redeployed once, however often the step was run. */
const expectOneDeployment = (end: any) => expect(end.deployments.serviceDeployments).toHaveLength(3)

it.each([17, 29])('tells the story to its end though the machine is killed every %i writes or so', async (step) => {
  const end = await livesOf('redeployed', step)
  expectOneDeployment(end)
  // Where it was killed between its act and its saying so, the alarm may have cleared meanwhile.
  expect(end.incidents).toMatchObject([
    { title: 'checkout-5xx', state: 'resolved', resolvedBy: 'the alarm', tried: [{}] },
  ])
  expect(end.chat).toEqual([
    'Checkout: checkout-5xx: resolved: the alarm cleared after: redeploy service checkout in cluster shop',
  ])
  expect(Object.fromEntries(end.lights)).toMatchObject({ 'desk-1': 'calm', wall: 'calm' })
})

it('goes on with a playbook that was held, though the machine is killed every 59 writes or so', async () => {
  const end = await livesOf('held', 59)
  expectOneDeployment(end)
  const [alarm] = end.incidents.filter(({ title }: any) => title === 'checkout-5xx')
  expect(end.incidents).toHaveLength(2)
  expect(alarm).toMatchObject({ state: 'resolved', resolvedBy: 'the alarm', tried: [{}] })
  const kinds = alarm.timeline.map(({ kind }: any) => kind)
  expect(kinds.slice(0, 4)).toEqual(['opened', 'held', 'resumed', 'countermeasure-started'])
  // That it was done may be noted before or after the alarm clears.
  expect(new Set(kinds.slice(4))).toEqual(new Set(['countermeasure-finished', 'resolved']))
  expect(Object.fromEntries(end.lights)).toMatchObject({ 'desk-1': 'calm', wall: 'calm' })
})

describe('a batch of six alarms on two lines', () => {
  const expectWhole = (end: any) => {
    expect(end.deadLetters).toEqual([])
    expect(end.incidents).toHaveLength(6)
    expect(new Set(end.incidents.map(({ title }: any) => title)).size).toBe(6)
    expect(end.incidents.map(({ version, timeline }: any) => [version, timeline.length])).toEqual(
      Array.from({ length: 6 }, () => [1, 1]),
    )
    // Each is told once, and the lines count what there is.
    expect(new Set(end.chat).size).toBe(3)
    expect(end.chat).toHaveLength(3)
    expect(Object.fromEntries(end.lights)).toMatchObject({ 'desk-1': 'help', 'desk-2': 'help', wall: 'help' })
    expect(end.open).toEqual({ checkout: 3, search: 3 })
  }

  it.each(['before', 'in', 'after'])(
    'is taken in once, though the machine is killed %s its transaction',
    async (moment) => {
      const file = aFile()
      expect(await live('storm', file, Infinity, moment)).toBeUndefined()
      expectWhole(await live('storm', file, Infinity))
    },
  )
})
