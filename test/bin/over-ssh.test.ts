import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anAndon } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'andon-ssh-'))
const path = process.env['PATH']
const program = (name: string, text: string) => {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
  chmodSync(join(folder, name), 0o755)
}
beforeAll(() => (process.env['PATH'] = `${folder}:${path}`))
beforeEach(() => rmSync(join(folder, 'asked'), { force: true }))
afterAll(() => {
  process.env['PATH'] = path
  rmSync(folder, { recursive: true })
})
const asked = () => readFileSync(join(folder, 'asked'), 'utf8')
/** Keeps what it is asked to run, and what it is told. */
const aPi = (exit = 0) =>
  program('ssh', `echo "$@" >> ${folder}/asked; [ "$1" = -t ] || cat > ${folder}/told; exit ${exit}`)

it('runs the line on the Pi, with the secret in no list of this machine’s processes', async () => {
  aPi()
  const { code, said, remarked } = await typed('light add desk-1 --ssh pi@raspberrypi.local', anAndon().aws)
  expect(code).toBe(0)
  expect(asked()).toMatch(/^pi@raspberrypi.local umask 077 && cat > (\S+)\n-t pi@raspberrypi.local sh \1; .*rm -f \1/)
  expect(asked()).not.toContain('andon1.')
  const told = readFileSync(join(folder, 'told'), 'utf8')
  expect(told).toContain('apt-get install -y nodejs')
  expect(told).toMatch(/sudo \.\/andon-light\/andon-light install 'andon1\.[\w-]+'\)\n$/)
  expect([...said, remarked].join('\n')).not.toContain('andon1.')
  expect(remarked).toContain('light check desk-1')
})

it('says before that another device is the light already', async () => {
  aPi()
  const there = anAndon()
  there.install('desk-1', 'ab12')
  const { remarked } = await typed('light add desk-1 --ssh pi@raspberrypi.local', there.aws)
  expect(remarked).toContain('desk-1 is installed already, and two devices of one name cut each other off')
})

it('updates a Pi the same way', async () => {
  aPi()
  expect(await typed('light update desk-1 --ssh 192.168.1.30', anAndon().aws)).toMatchObject({ code: 0, said: [] })
  expect(readFileSync(join(folder, 'told'), 'utf8')).toMatch(/andon-light update\)\n$/)
})

it.each([
  [255, 'ssh did not get to the Pi'],
  [69, 'It did not work on the Pi (exit code 69)'],
])('revokes a line that nobody has seen when ssh ends with %i', async (exit, words) => {
  aPi(exit)
  const there = anAndon()
  const { code, remarked } = await typed('light add desk-1 --ssh pi@raspberrypi.local', there.aws)
  expect([code, there.certificates.size, there.items.size]).toEqual([1, 0, 0])
  expect(remarked).toContain(words)
})

it.each(['-oProxyCommand=touch', 'pi@host;reboot', ''])('takes %j for no login', async (login) => {
  aPi()
  const { code } = await typed(['light', 'add', 'desk-1', `--ssh=${login}`], anAndon().aws)
  expect(code).toBe(2)
  expect(existsSync(join(folder, 'asked'))).toBe(false)
})
