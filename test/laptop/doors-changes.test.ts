import { MovedClock } from '@andon/local-cloud/clock.ts'
import { type Doors, openDoors } from '../../laptop/doors.ts'
import { anIncident, FakeLaptop } from './doors-fake-laptop.ts'

let laptop: FakeLaptop
let doors: Doors
let clock: MovedClock
let logged: unknown[][]
beforeEach(async () => {
  laptop = new FakeLaptop()
  clock = new MovedClock()
  logged = []
  doors = await openDoors({ laptop, port: 0, clock, log: (...said) => logged.push(said) })
})
afterEach(() => doors.close())

/** Listens as a page does. `next` gives the next event that comes, or `undefined` at the end. */
async function listen() {
  const response = await fetch(`http://127.0.0.1:${doors.port}/local/changes`)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    type: response.headers.get('content-type'),
    cancel: () => reader.cancel(),
    async next(): Promise<{ event: string; data: string } | undefined> {
      while (!text.includes('\n\n')) {
        const { value, done } = await reader.read()
        if (done) return undefined
        text += value
      }
      const [first = ''] = text.split('\n\n')
      text = text.slice(first.length + 2)
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(first) ?? []
      return { event, data }
    },
  }
}

/** The titles of the incidents in a state that came. */
const titles = ({ data }: { data: string } = { data: '' }) =>
  JSON.parse(data).incidents.map(({ title }: { title: string }) => title)
const opens = (...all: string[]) => laptop.now({ heldIncidents: all.map((title) => anIncident({ id: title, title })) })

/** A round trip later, whatever was under way without waiting for the clock is done. */
const settle = () => fetch(`http://127.0.0.1:${doors.port}/local/state`).then((response) => response.text())

it('tells the state at once, and again when it has changed', async () => {
  opens('a')
  const page = await listen()
  clock.move(0)
  expect(page.type).toBe('text/event-stream')
  expect(titles(await page.next())).toEqual(['a'])
  opens('a', 'b')
  clock.move(100)
  expect(titles(await page.next())).toEqual(['a', 'b'])
})

it('tells a hundred changes within a tenth of a second as one: the last', async () => {
  const page = await listen()
  clock.move(0)
  await page.next()
  for (let n = 0; n < 100; n++) {
    opens(`${n}`)
    clock.move(0)
    await settle()
  }
  clock.move(100)
  expect(titles(await page.next())).toEqual(['99'])
  // Had there been more, the beat would not be next.
  clock.move(5000)
  expect(await page.next()).toMatchObject({ event: 'beat' })
})

it('says nothing when nothing that it shows has changed', async () => {
  const page = await listen()
  clock.move(0)
  await page.next()
  laptop.now({})
  clock.move(100)
  await settle()
  clock.move(5000)
  expect(await page.next()).toMatchObject({ event: 'beat' })
})

it('does not look at anything while nobody listens', async () => {
  const page = await listen()
  clock.move(0)
  await page.next()
  await page.cancel()
  await doors.close()
  laptop.fault = new Error('nobody should have looked')
  laptop.now({})
  clock.move(10_000)
  expect(logged).toEqual([])
})

it('cuts the page off when it cannot tell the state, so that the page stops believing the old one', async () => {
  const page = await listen()
  clock.move(0)
  await page.next()
  laptop.now({ fault: new Error('no table') })
  clock.move(100)
  await expect(page.next()).rejects.toThrow('terminated')
  expect(logged).toEqual([['the console page cannot be told the state', laptop.fault]])
})

it('ends with the doors', async () => {
  const page = await listen()
  clock.move(0)
  await page.next()
  await doors.close()
  expect(await page.next().catch(() => undefined)).toBeUndefined()
})
