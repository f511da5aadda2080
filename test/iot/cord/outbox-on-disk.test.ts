import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { aBroker, allOf, nineOClock, outboxesInAFolder } from './an-outbox.ts'
import { MovedClock } from '../clock/moved-clock.ts'

const pulling = fileURLToPath(new URL('./pulling-process.ts', import.meta.url))

describe('the pulls of a cord, on disk,', () => {
  let made: ReturnType<typeof outboxesInAFolder>
  const open: typeof made.open = (but) => made.open(but)

  beforeEach(() => {
    made = outboxesInAFolder()
  })
  afterEach(() => made.remove())
  const files = () => readdirSync(made.path('')).sort()

  it('outlive the process, in their order and with their own time', () => {
    const clock = new MovedClock(nineOClock)
    const before = open({ clock })
    before.add('SINGLE')
    clock.pass(60)
    before.add('LONG')

    expect(allOf(open({ clock: new MovedClock(nineOClock + 3_600_000) }))).toEqual([
      { id: 'pull-1', click: 'SINGLE', at: '2026-11-21T09:00:00.000Z' },
      { id: 'pull-2', click: 'LONG', at: '2026-11-21T09:01:00.000Z' },
    ])
    expect(allOf(open())).toEqual([])
  })

  it('keep their places also when some were sent before', () => {
    const before = open()
    for (let times = 0; times < 12; times++) before.add('SINGLE')
    const { send, confirm } = aBroker()
    before.connected(send)
    for (let times = 0; times < 11; times++) confirm()

    const after = open()
    after.add('LONG')
    expect(allOf(after).map(({ id }) => id)).toEqual(['pull-12', 'pull-13'])
  })

  it('are found whole or not at all, wherever a file was cut off', () => {
    open().add('SINGLE')
    const whole = readFileSync(made.path(files()[0]!))
    rmSync(made.folder, { recursive: true })

    for (let bytes = 0; bytes < whole.length; bytes++) {
      for (const ending of ['json', 'tmp']) {
        mkdirSync(join(made.folder, 'desk-1'), { recursive: true })
        writeFileSync(made.path(`000000000001.${ending}`), whole.subarray(0, bytes))
        writeFileSync(made.path('000000000002.json'), whole)

        expect(allOf(open()).map(({ id }) => id)).toEqual(['pull-1'])
        expect(files()).toEqual(['000000000001.broken'])
        rmSync(made.folder, { recursive: true })
      }
    }
    expect(made.log[0]).toMatch(/is not a valid pull; it is kept as/)
  })

  it('are found also when they were cut off before they got their name', () => {
    open().add('SINGLE')
    renameSync(made.path('000000000001.json'), made.path('000000000001.tmp'))

    const after = open()
    after.add('LONG')
    expect(files()).toEqual(['000000000001.json', '000000000002.json'])
    expect(allOf(after).map(({ click }) => click)).toEqual(['SINGLE', 'LONG'])
  })

  it('are not hindered by what lies about in their folder', () => {
    mkdirSync(made.path('000000000003.json'), { recursive: true })
    writeFileSync(made.path('000000000004.json'), 'x'.repeat(100_000))
    writeFileSync(made.path('000000000005.json'), '{"id":"a","click":"TRIPLE","monotonic":1,"boot":"b"}')
    writeFileSync(made.path('notes.txt'), 'hello')

    const outbox = open()
    outbox.add('SINGLE')
    expect(allOf(outbox)).toHaveLength(1)
    expect(files()).toEqual(['000000000003.broken', '000000000004.broken', '000000000005.broken', 'notes.txt'])
  })

  it('are kept in memory where there is no place to write', () => {
    writeFileSync(join(made.folder, 'desk-1'), 'a file in the way')
    const outbox = open()
    expect(outbox.add('SINGLE')).toBe('in-memory')
    expect(allOf(outbox)).toHaveLength(1)
    expect(made.log).toEqual([expect.stringMatching(/^desk-1: pulls cannot be kept on disk; they are kept in memory/)])
  })

  it('are kept in memory from when the folder is gone', () => {
    const outbox = open()
    outbox.add('SINGLE')
    rmSync(made.folder, { recursive: true })
    expect(outbox.add('LONG')).toBe('in-memory')
    expect(allOf(outbox).map(({ click }) => click)).toEqual(['SINGLE', 'LONG'])
    expect(made.log).toEqual([
      expect.stringMatching(/^desk-1: a pull could not be written to disk; it is kept in memory/),
    ])
  })

  it('do not mix with those of another cord', () => {
    open().add('SINGLE')
    expect(allOf(open({ cord: 'desk-2' }))).toEqual([])
    expect(allOf(open())).toHaveLength(1)
  })

  it.each([1, 7, 40])('are all there after kill -9, when it has said that it has %d', async (enough) => {
    const child = spawn(process.execPath, [pulling, made.folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(`pull-${line}`)
      if (said.length === enough) child.kill('SIGKILL')
    })
    await once(child, 'close')

    const ids = allOf(open()).map(({ id }) => id)
    expect(ids.slice(0, said.length)).toEqual(said)
    // It may have been killed between having one and saying so.
    expect(ids.length - said.length).toBeLessThanOrEqual(1)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
