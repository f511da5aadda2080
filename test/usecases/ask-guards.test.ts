import { resolved } from '../../functions/domain/incident-changes.ts'
import { countermeasureFinished, countermeasureStarted } from '../../functions/domain/run-changes.ts'
import { otherNames } from '../../functions/domain/line-names.ts'
import { askGuards } from '../../functions/usecases/ask-guards.ts'
import { record } from '../../functions/usecases/record.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import { someRules } from './hands-in-memory.ts'

const lines = { shop: { was: ['till', 'checkout'] }, search: {} }

/** The machine is at something on one line, and somebody has stopped another, just after a renaming. */
async function asked({ at, stopped }: { at: string; stopped: string }) {
  const { ports, incidents, line } = aTable()
  await takeIn(ports, anAlarm({ line: at, playbook: restartCheckout }))
  await takeIn(ports, aPull({ line: stopped, click: 'LONG' }))
  const [working] = incidents()
  const { verdict, line: read } = await askGuards({ ...ports, otherNames: (name) => otherNames(lines, name) }, working!)
  // What is written on top of it must be what was read.
  expect(read).toEqual(line(at))
  return verdict
}

it.each([
  { at: 'shop', stopped: 'checkout' },
  { at: 'checkout', stopped: 'shop' },
  { at: 'till', stopped: 'checkout' },
  { at: 'shop', stopped: 'shop' },
])('a stop holds the machine, whichever name of the line it stands under: %j', async (names) => {
  expect(await asked(names)).toMatchObject({
    kind: 'hold',
    because: 'the line is stopped (cord desk-1 was pulled)',
    until: { kind: 'line-cleared' },
  })
})

it.each([
  { at: 'shop', stopped: 'search' },
  { at: 'search', stopped: 'shop' },
])('a stop of another line does not: %j', async (names) => {
  expect(await asked(names)).toEqual({ kind: 'act' })
})

describe('what another machine is at', () => {
  /** One act of a playbook for an incident of its own, whose proof is due at 09:10; then another looks. */
  async function besideIt({ resolved: isOver, outcome }: { resolved: boolean; outcome?: string }) {
    const { ports, incidents } = aTable()
    await takeIn(ports, anAlarm({ name: 'checkout-5xx', playbook: restartCheckout }))
    await takeIn(ports, anAlarm({ name: 'checkout-latency', playbook: restartCheckout }))
    const [one, other] = incidents()
    const change = countermeasureStarted(one!, 0, { title: 'restart', action: 'restart', input: {} }, at('09:00'))!
    await record(ports, one!.id, () => change)
    if (outcome !== undefined) {
      await record(ports, one!.id, (now) =>
        countermeasureFinished(now, 0, change.after.tried[0]!, { outcome, failed: false }, at('09:01')),
      )
    }
    if (isOver) await record(ports, one!.id, (now) => resolved(now, at('09:02'), 'the alarm'))
    const deed = { mark: 'm', incident: one!.id, playbook: 'other', resource: 'a service', at: at('09:00') }
    const { hands: before } = await ports.hands.of(['checkout'], { playbook: 'other', resource: 'a service' })
    await ports.hands.add(before!, { ...deed, until: at('09:10') }, { line: 'checkout' })
    let reads = 0
    const find = (id: string) => (reads++, ports.incidents.find(id))
    const counted = { ...ports, incidents: { ...ports.incidents, find } }
    const about = { playbook: 'restart-checkout', mark: 'n', resource: 'a service', rules: someRules }
    const { verdict } = await askGuards(counted, other!, about)
    return { kind: verdict.kind, reads }
  }

  it('is waited for while its incident is open', async () => {
    expect(await besideIt({ resolved: false, outcome: 'done' })).toEqual({ kind: 'hold', reads: 1 })
  })

  it('is waited for while it is being done, though its incident was resolved', async () => {
    expect(await besideIt({ resolved: true })).toEqual({ kind: 'hold', reads: 1 })
  })

  it('is not waited for once its incident is resolved, though its proof is not due yet', async () => {
    expect(await besideIt({ resolved: true, outcome: 'done' })).toEqual({ kind: 'act', reads: 1 })
  })
})
