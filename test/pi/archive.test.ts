import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildAgentArchive } from '../../lib/agent-archive.ts'
import { node20, withNode20 } from './node-20.ts'

/** Megabytes, unpacked. */
const most = 40

describe('the archive for the Pi', () => {
  const folder = mkdtempSync(join(tmpdir(), 'andon-archive-'))
  const unpacked = join(folder, 'andon-light')
  const run = (...args: string[]) => execFileSync(join(unpacked, 'andon-light'), args, { encoding: 'utf8' })
  let archive: string
  beforeAll(async () => {
    archive = await buildAgentArchive(folder, () => {})
    execFileSync('tar', ['xzf', archive, '-C', folder])
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is the same bytes from the same sources', async () => {
    const again = await buildAgentArchive(join(folder, 'again'), () => {})
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(true)
  })

  it('holds all that the lamps read, and is small', () => {
    expect(readdirSync(join(unpacked, 'page')).toSorted()).toEqual(
      readdirSync('iot/agent/drivers/page')
        .filter((name) => name !== 'tsconfig.json')
        .toSorted(),
    )
    const sizes = readdirSync(unpacked, { recursive: true }).map((name) => statSync(join(unpacked, String(name))).size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(most * 1e6)
  })

  it('runs from where it was unpacked: the demo needs nothing else, and ends dark with Ctrl-C', async () => {
    expect(run('--version').trim()).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{8}$/)

    const demo = spawn(join(unpacked, 'andon-light'), ['demo', '--terminal'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said: string[] = []
    for await (const line of createInterface({ input: demo.stdout })) {
      said.push(line)
      if (line.startsWith('demo: unknown')) demo.kill('SIGINT')
    }

    expect(said[0]).toBe('unknown: not connected, or no fresh command: white, two blinks')
    expect(said.at(-1)).toBe('demo: off')
  })

  withNode20('on Debian’s own Node, which is older than ours,', () => {
    const onDebian = (...args: string[]) =>
      spawnSync(join(unpacked, 'andon-light'), args, {
        encoding: 'utf8',
        env: { PATH: `${dirname(node20)}:/usr/bin:/bin` },
      })

    it('runs the command', () => {
      expect(onDebian('demo', '--help')).toMatchObject({ status: 0, stderr: '' })
    })

    it('runs the agent, which ends for good with settings that it cannot use', () => {
      const settings = join(folder, 'settings.json')
      writeFileSync(settings, '{ "light": "desk-1" }')
      const { status, stderr } = onDebian('run', '--settings', settings)
      expect(stderr).toContain(`${settings} cannot be used:`)
      expect(status).toBe(78)
    })

    it('says what broke in some lines, and not in all of the program', () => {
      const trap = 'data:text/javascript,process.argv=undefined'
      const { status, stderr } = spawnSync(node20, ['--import', trap, join(unpacked, 'agent.mjs')], {
        encoding: 'utf8',
      })
      expect(status).toBe(1)
      expect(stderr).toMatch(/^TypeError: Cannot read properties of undefined/)
      expect(stderr.length).toBeLessThan(3000)
    })
  })

  it('says what is missing, and ends with a failure, where nothing is installed', () => {
    const settings = join(folder, 'none.json')
    expect(existsSync(settings)).toBe(false)
    expect(() => run('doctor', '--settings', settings)).toThrow(expect.objectContaining({ status: 1 }))
  })
})
