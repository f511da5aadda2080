import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = join(import.meta.dirname, 'doomed-cloud.ts')

/** One life of the cloud. @returns what it said at its end, or undefined when it was killed before */
async function live(story: string, file: string, writes: number): Promise<any> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, file, String(writes), story])
  let said = ''
  let complaints = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (complaints += String(chunk)))
  const [code, signal] = await once(child, 'close')
  if (signal === 'SIGKILL') return undefined
  if (code !== 0) throw new Error(`the cloud ended with ${code}: ${complaints}`)
  return JSON.parse(said)
}

/** Every life is allowed a few more writes than it takes to wake up, so that the story is cut at another place each time. */
async function livesOf(story: string, step: number) {
  const file = join(mkdtempSync(join(tmpdir(), 'andon-doomed-')), 'state.sqlite')
  let lives = 0
  let end: any
  while (end === undefined) end = await live(story, file, step + lives++)
  expect(lives).toBeGreaterThan(3)
  expect(end.deadLetters).toEqual([])
  // The service was deployed twice before the story began; it is deployed anew once, however often the step was run.
  expect(end.deployments.serviceDeployments).toHaveLength(3)
  return end
}

it.each([17, 29])(
  'tells the story to its end though the machine is killed every %i writes or so',
  async (step) => {
    const end = await livesOf('redeployed', step)
    // Where it was killed between its act and its saying so, the alarm may have cleared meanwhile.
    expect(end.incidents).toMatchObject([
      { title: 'checkout-5xx', state: 'resolved', resolvedBy: 'the alarm', tried: [{}] },
    ])
    expect(end.chat).toEqual([
      'Checkout: checkout-5xx: resolved: the alarm cleared after: redeploy service checkout in cluster shop',
    ])
    expect(Object.fromEntries(end.lights)).toMatchObject({ 'desk-1': 'calm', wall: 'calm' })
  },
  240_000,
)

it('goes on with a playbook that was held, though the machine is killed every 59 writes or so', async () => {
  const end = await livesOf('held', 59)
  const [alarm] = end.incidents.filter(({ title }: any) => title === 'checkout-5xx')
  expect(end.incidents).toHaveLength(2)
  expect(alarm).toMatchObject({ state: 'resolved', resolvedBy: 'the alarm', tried: [{}] })
  const kinds = alarm.timeline.map(({ kind }: any) => kind)
  expect(kinds.slice(0, 4)).toEqual(['opened', 'held', 'resumed', 'countermeasure-started'])
  // That it was done may be noted before or after the alarm clears.
  expect(new Set(kinds.slice(4))).toEqual(new Set(['countermeasure-finished', 'resolved']))
  expect(Object.fromEntries(end.lights)).toMatchObject({ 'desk-1': 'calm', wall: 'calm' })
}, 240_000)
