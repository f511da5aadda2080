import { type CallForPeople, callOf } from '../../functions/domain/call-for-people.ts'
import { type FollowUp, toFollowUp } from '../../functions/domain/escalation.ts'
import { instant } from '../../functions/domain/instant.ts'
import { escalate } from '../../functions/usecases/escalate.ts'
import type { Steps } from '../../functions/usecases/steps.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { aPull, at } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

export const ladder: FollowUp = {
  answerWithin: { minutes: 5 },
  escalation: [
    { tell: 'pager' },
    { after: { minutes: 5 }, tell: 'on-call', rota: { url: 'https://example.com/rota.ics' } },
    { after: { minutes: 15 }, tell: 'leads', repeat: { every: { minutes: 10 }, times: 2 } },
  ],
}

/** A pull at nine, and time that passes only by waits. `happens`: what happens at which minute. */
export async function aStory(line: FollowUp = ladder, happens: Readonly<Record<number, () => Promise<unknown>>> = {}) {
  const table = aTable()
  let minute = 0
  const pass = async (seconds: number) => {
    const end = minute + seconds / 60
    for (const [when, what] of Object.entries(happens).filter(
      ([each]) => Number(each) > minute && Number(each) <= end,
    )) {
      setNow(Number(when))
      await what()
    }
    setNow(end)
  }
  const setNow = (now: number) => {
    minute = now
    table.at(instant(Date.parse(at('09:00')) + now * 60_000).slice(11, 19))
  }
  const operations: string[] = []
  const steps: Steps = {
    async step(name, work) {
      operations.push(name)
      return JSON.parse(JSON.stringify((await work()) ?? null))
    },
    async wait(name, { seconds = 0 }) {
      operations.push(name)
      await pass(seconds)
    },
    callback: () => Promise.reject(new Error('nothing is held here')),
  }
  const ports = { ...table.ports, lines: { checkout: line }, onCall: async () => 'on call: Ada Lovelace' }
  const run = (call: CallForPeople) => escalate(ports, steps, call)
  const incident = () => table.incidents()[0]!
  const said = () => table.said()
  return { ...table, ports, steps, run, happens, pass, setNow, operations, incident, said }
}

export const opened = async (story: Awaited<ReturnType<typeof aStory>>, pull = aPull()) => {
  const decision = await takeIn(story.ports, pull)
  if (decision.kind !== 'change') throw new Error('expected a change')
  return callOf(decision.change.entry)!
}
export const lastCall = async ({ ports, incident }: Awaited<ReturnType<typeof aStory>>) =>
  (await ports.incidents.timelineOf(incident().id)).flatMap((entry) => toFollowUp(entry, ladder) ?? []).at(-1)!
