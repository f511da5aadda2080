import { type Andon, startAndon } from './andon.ts'
import { processesOf } from './processes-of.ts'

let andon: Andon
afterEach(() => andon.stop())

/** Kills the function the moment that it is next invoked, and skips the time until the source tries again. */
function killOnceInvoked(functionName: string): Promise<void> {
  const { activity } = andon.cloud
  return new Promise((resolve) => {
    const stop = activity.onChange(() => {
      if (!activity.open().includes(`invocation of ${functionName}`)) return
      stop()
      for (const pid of processesOf(functionName)) process.kill(pid, 'SIGKILL')
      resolve()
    })
  })
}

/** Kills on-signal once it has sent a transaction of several alarms: before it hears of it, or when that is done. */
function killWhileItWrites(moment: 'while' | 'right after'): Promise<void> {
  const { endpoint } = andon.cloud
  return new Promise((resolve) => {
    const kill = () => {
      for (const pid of processesOf('andon-on-signal')) process.kill(pid, 'SIGKILL')
      resolve()
    }
    const stop = endpoint.onCall(({ operation, input }) => {
      if (operation !== 'TransactWriteItems' || !isOfSeveral(input)) return
      stop()
      // The call itself is done before the next turn of the event loop, and its answer sent after that.
      if (moment === 'while') kill()
      else setImmediate(kill)
    })
  })
}

/** Three items for each alarm, and the line's. */
const isOfSeveral = ({ TransactItems }: Readonly<Record<string, unknown>>) =>
  Array.isArray(TransactItems) && TransactItems.length >= 7

const onLinux = process.platform === 'linux' ? describe : describe.skip
if (process.platform !== 'linux') console.info('skipped: only Linux shows in /proc which process runs which function')

onLinux('a handler that is killed', () => {
  it.each(['andon-on-signal', 'andon-on-change', 'andon-on-notice', 'andon-run-playbook'])(
    'loses nothing when %s is killed in mid-run',
    async (functionName) => {
      andon = await startAndon()
      const killed = killOnceInvoked(functionName)
      andon.alarm('checkout-5xx', 'ALARM')
      await killed
      await andon.outlasted()
      andon.clock.skip({ minutes: 1 })
      await andon.settled()

      expect(await andon.incidents()).toMatchObject([{ state: 'resolved', tried: [{ failed: false }] }])
      expect(andon.chat('checkout')).toEqual([expect.stringContaining('resolved: the alarm cleared')])
      expect(andon.shown('desk-1').at(-1)).toBe('calm')
      expect(andon.deadLetters()).toEqual([])
    },
  )

  it.each(['while', 'right after'] as const)(
    'takes each alarm of a batch in once when on-signal is killed %s it writes them',
    async (moment) => {
      andon = await startAndon()
      const killed = killWhileItWrites(moment)
      const names = Array.from({ length: 12 }, (_, nth) => `${nth % 2 === 0 ? 'checkout' : 'search'}-${nth}`)
      for (const name of names) andon.alarm(name, 'ALARM')
      await killed
      await andon.outlasted()
      andon.clock.skip({ minutes: 1 })
      await andon.outlasted()

      const incidents = await andon.incidents()
      expect(incidents.map(({ title }) => title).toSorted()).toEqual(names.toSorted())
      expect(incidents.every(({ version, timeline }) => version === timeline.length)).toBe(true)
      expect(incidents.flatMap(({ timeline }) => timeline.filter(({ kind }) => kind === 'opened'))).toHaveLength(12)
      expect(andon.events().filter(({ type }) => type === 'Incident Opened')).toHaveLength(12)
      expect(andon.deadLetters()).toEqual([])
    },
  )

  it('stops the line all the same when andon-escalate is killed in mid-run', async () => {
    andon = await startAndon()
    const killed = killOnceInvoked('andon-escalate')
    await andon.pull('desk-1', '{"click":"SINGLE"}')
    await killed
    await andon.outlasted()
    andon.clock.skip({ minutes: 5 })
    await andon.settled()

    expect(andon.shown('desk-1').at(-1)).toBe('stop')
    // At least once: it may have been killed after it told, and before it could say so.
    expect(new Set(andon.told('checkout'))).toEqual(
      new Set(['Help wanted: Checkout: cord desk-1 was pulled', 'LINE STOPPED: Checkout: cord desk-1 was pulled']),
    )
    expect(andon.deadLetters()).toEqual([])
  })
})
