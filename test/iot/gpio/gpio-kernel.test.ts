import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The real koffi, on a pipe instead of a GPIO chip. In a process of its own, because it matters how that ends.
const kernelModule = JSON.stringify(new URL('../../../iot/agent/gpio/kernel.ts', import.meta.url).href)
const program = (whenWoken: string) => `
  import { openKernel } from ${kernelModule}
  const kernel = await openKernel()
  const pipe = kernel.open(process.argv[1])
  const say = (word) => process.stdout.write(word + '\\n')
  const stop = kernel.onReadable(pipe, () => { ${whenWoken} })
  function hear() {
    const bytes = Buffer.alloc(48)
    return bytes.toString('utf8', 0, kernel.read(pipe, bytes))
  }
  gc()
  say('ready')`

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip

describeOnLinux('the kernel through koffi', () => {
  const folder = mkdtempSync(join(tmpdir(), 'andon-pipe-'))
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const started: ChildProcess[] = []
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function start(whenWoken: string) {
    const process_ = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--expose-gc', '--input-type=module', '-e', program(whenWoken), pipe],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    started.push(process_)
    const write = (word: string) => {
      // Without a reader, such as a process that has failed, it would wait for ever.
      const end = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK)
      writeSync(end, word)
      closeSync(end)
    }
    const said = process_.stdout.setEncoding('utf8')[Symbol.asyncIterator]()
    const hear = async () => String((await said.next()).value).trim()
    return { hear, write, exit: once(process_, 'exit') }
  }

  it('wakes when there is something to read, and lets the process end when told to stop', async () => {
    const { hear, write, exit } = start(`
      const word = hear()
      say(word)
      if (word !== 'enough') return
      stop()
      kernel.close(pipe)`)
    expect(await hear()).toBe('ready')
    for (const word of ['first', 'second', 'enough']) {
      write(word)
      expect(await hear()).toBe(word)
    }
    expect(await exit).toEqual([0, null])
  })

  it('does not keep to itself what is thrown when it wakes', async () => {
    const { hear, write, exit } = start(`throw new Error('a mistake')`)
    await hear()
    write('now')
    expect(await exit).toEqual([1, null])
  })

  it("tells the kernel's refusal by its name", async () => {
    const { hear, write, exit } = start(`
      try {
        kernel.ioctl(pipe, 0x8044b401, Buffer.alloc(68))
      } catch (error) {
        say(error.code)
      }
      process.exit()`)
    await hear()
    write('now')
    expect(await hear()).toBe('ENOTTY')
    expect(await exit).toEqual([0, null])
  })
})

it('says what to do where koffi is not installed', () => {
  const program = `
    import { registerHooks } from 'node:module'
    registerHooks({
      resolve(name, context, next) {
        if (name === 'koffi') throw new Error("Cannot find package 'koffi'")
        return next(name, context)
      },
    })
    const { openKernel } = await import(${kernelModule})
    await openKernel().catch(({ name, message }) => process.stdout.write(name + ': ' + message))`
  const node = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program]
  expect(execFileSync(process.execPath, node, { encoding: 'utf8' })).toMatch(/^LampTrouble: .*npm install koffi/)
})
