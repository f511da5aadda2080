import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'
import { type LineEdge, type InputLine, openInputs } from '../../iot/agent/gpio/inputs.ts'
import { openKernel } from '../../iot/agent/gpio/kernel.ts'
import { plug } from './gpio-sim.ts'
import { Heard, neverLost } from './heard.ts'
import { story } from './story.ts'

const cord: InputLine = { line: 4, activeLow: true }
const mute: InputLine = { line: 25, activeLow: true }
const debounce = 10

/** The kernel's clock, as `Edge.at` is on it. Milliseconds. */
const now = () => Number(process.hrtime.bigint()) / 1e6

async function contacts(...lines: InputLine[]) {
  const chip = plug('pinctrl-rp1')
  const edges = new Heard<LineEdge>()
  const inputs = await openInputs({ lines }, edges.hear, neverLost)
  return { chip, edges, inputs }
}

/** Keeps the event loop busy, as a slow program would. */
function block(ms: number) {
  const end = now() + ms
  while (now() < end);
}

story('tells when a cord is pulled and let go, with the time of the kernel', async () => {
  const { chip, edges, inputs } = await contacts(cord, mute)
  for (const pressed of [true, false, true, false]) {
    const before = now()
    if (pressed) chip.ground(4)
    else chip.release(4)
    const { at, ...edge } = await edges.next()
    assert.deepEqual(edge, { line: 4, pressed })
    assert.ok(at >= before + debounce && at <= now(), `${before} + ${debounce} <= ${at} <= ${now()}`)
  }
  assert.deepEqual(edges.rest, [])
  inputs.close()
})

story('asks the kernel for all contacts at once: pulled up, debounced, both edges', async () => {
  const opening: InputLine = { line: 26, activeLow: false }
  const { chip, inputs } = await contacts(cord, mute, opening)
  const stranger = execFileSync('gpioinfo', ['-c', chip.name, '4', '25', '26'], { encoding: 'utf8' }).split('\n')
  for (const line of stranger.slice(0, 3))
    assert.match(line, /input.*bias=pull-up.*edges=both.*debounce-period=10ms.*andon/)
  assert.deepEqual(
    stranger.slice(0, 3).map((line) => line.includes('active-low')),
    [true, true, false],
  )
  inputs.close()
})

story('does not hear a bounce of 2 ms', async () => {
  const { chip, edges, inputs } = await contacts(cord)
  for (let times = 0; times < 5; times++) {
    const began = now()
    chip.ground(4)
    block(2)
    chip.release(4)
    const lasted = now() - began
    assert.ok(lasted < debounce, `the bounce itself took ${lasted} ms`)
    await after(3 * debounce)
  }
  assert.deepEqual(edges.rest, [])

  chip.ground(4)
  assert.equal((await edges.next()).pressed, true)
  inputs.close()
})

story('tells in order, and times rightly, what happened while the program was busy', async () => {
  const { chip, edges, inputs } = await contacts(cord, mute)
  const moments: number[] = []
  const acts = [() => chip.ground(4), () => chip.ground(25), () => chip.release(4), () => chip.release(25)]
  for (const act of acts) {
    moments.push(now())
    act()
    block(50)
  }
  const told = [await edges.next(), await edges.next(), await edges.next(), await edges.next()]
  assert.deepEqual(
    told.map(({ line, pressed }) => [line, pressed]),
    [
      [4, true],
      [25, true],
      [4, false],
      [25, false],
    ],
  )
  told.forEach(({ at }, index) => {
    const [from = 0, to = Infinity] = moments.slice(index)
    assert.ok(at >= from + debounce && at <= to, `${index}: ${from} + ${debounce} <= ${at} <= ${to}`)
  })
  inputs.close()
})

story('hears a contact that opens when pulled, beside one that closes', async () => {
  const opening: InputLine = { line: 26, activeLow: false }
  const { chip, edges, inputs } = await contacts(cord, opening)
  // Until now nothing was connected, which is what a cut wire looks like.
  chip.ground(26)
  assert.deepEqual({ ...(await edges.next()), at: 0 }, { line: 26, pressed: false, at: 0 })
  chip.release(26)
  assert.deepEqual({ ...(await edges.next()), at: 0 }, { line: 26, pressed: true, at: 0 })
  chip.ground(4)
  assert.deepEqual({ ...(await edges.next()), at: 0 }, { line: 4, pressed: true, at: 0 })
  inputs.close()
})

story('tells nothing after it is closed, and gives the lines back', async () => {
  const { chip, edges, inputs } = await contacts(cord)
  chip.ground(4)
  block(50)
  // The edge is there to be read, and nobody wants it any more.
  inputs.close()
  const again = await openInputs({ lines: [cord] }, edges.hear, neverLost)
  again.close()
  await after(50)
  assert.deepEqual(edges.rest, [])
})

story('is not held up when it is woken for nothing', async () => {
  const chip = plug('pinctrl-rp1')
  const edges = new Heard<LineEdge>()
  let wake = () => {}
  const wakeable = async () => {
    const kernel = await openKernel()
    const onReadable = (fd: number, whenReadable: () => void) => {
      wake = whenReadable
      return kernel.onReadable(fd, whenReadable)
    }
    return { ...kernel, onReadable }
  }
  const inputs = await openInputs({ lines: [cord] }, edges.hear, neverLost, wakeable)
  wake()
  chip.ground(4)
  assert.equal((await edges.next()).pressed, true)
  wake()
  assert.deepEqual(edges.rest, [])
  inputs.close()
})

story('parks no thread', async () => {
  const threads = () => readdirSync('/proc/self/task').length
  const before = threads()
  const { chip, edges, inputs } = await contacts(cord)
  chip.ground(4)
  await edges.next()
  assert.equal(threads(), before)
  inputs.close()
})
