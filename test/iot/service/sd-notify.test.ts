import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CannotNotify, openSdNotify } from '../../../iot/agent/service/sd-notify.ts'
import { whereInstalled } from '../../../packages/local-cloud/test/peers.ts'

/** Binds a datagram socket as systemd does, says so, and prints each message that comes as JSON. */
const receiver = `
import json, socket, sys
ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
name = sys.argv[1]
ear.bind('\\0' + name[1:] if name.startswith('@') else name)
print('"bound"', flush=True)
while True: print(json.dumps(ear.recv(4096).decode()), flush=True)
`

whereInstalled(['python3'], 'python3')('a message to systemd', () => {
  const opened: { ear?: ChildProcess; folder?: string } = {}
  const listenOn = async (address: string) => {
    const ear = spawn('python3', ['-c', receiver, address], { stdio: ['ignore', 'pipe', 'inherit'] })
    opened.ear = ear
    const lines = createInterface({ input: ear.stdout })[Symbol.asyncIterator]()
    const next = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value))
    expect(await next()).toBe('bound')
    return next
  }

  beforeEach(async () => {
    opened.folder = await mkdtemp(join(tmpdir(), 'andon-notify-'))
  })
  afterEach(async () => {
    const { ear, folder } = opened
    if (ear?.kill('SIGKILL')) await once(ear, 'exit')
    await rm(folder!, { recursive: true })
  })

  it('arrives as it was said, on a socket in the file system', async () => {
    const path = join(opened.folder!, 'notify')
    const next = await listenOn(path)

    const notify = openSdNotify(path)
    expect(notify('READY=1\nSTATUS=shows calm – grün')).toBe(true)
    expect(notify('WATCHDOG=1')).toBe(true)

    expect(await next()).toBe('READY=1\nSTATUS=shows calm – grün')
    expect(await next()).toBe('WATCHDOG=1')
  })

  it('arrives on an abstract socket', async () => {
    const name = `@andon-notify-${process.pid}`
    const next = await listenOn(name)

    expect(openSdNotify(name)('READY=1')).toBe(true)

    expect(await next()).toBe('READY=1')
  })

  it('is not taken when nobody is there, and that is no fault of ours', () => {
    const notify = openSdNotify(join(opened.folder!, 'nobody'))
    expect(notify('WATCHDOG=1')).toBe(false)
  })

  it('is left out, and not waited for, when the reader is too slow', async () => {
    const path = join(opened.folder!, 'notify')
    await listenOn(path)
    opened.ear!.kill('SIGSTOP')

    const notify = openSdNotify(path)
    const taken = Array.from({ length: 5000 }, () => notify('WATCHDOG=1'))
    opened.ear!.kill('SIGCONT')

    expect(taken[0]).toBe(true)
    expect(taken.at(-1)).toBe(false)
  })

  it.each([
    ['a name that is no path', 'notify'],
    ['a path that no socket can have', `/${'x'.repeat(120)}`],
  ])('cannot be sent to %s', (_what, address) => expect(() => openSdNotify(address)).toThrow(CannotNotify))
})
