import type { Memory } from '../../functions/domain/memory.ts'
import { decide } from '../../functions/domain/decide.ts'
import { notClearedInWords } from '../../functions/domain/run-changes.ts'
import type { ClosingSignal, EventSignal, Signal } from '../../functions/domain/signal.ts'
import { aPipelineSignal } from '../an-event.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'

/** What is remembered after these, one after the other. */
function after(...signals: readonly Signal[]): Memory | undefined {
  return signals.reduce<Memory | undefined>((known, signal) => {
    const decision = decide(known, signal)
    return decision.kind === 'ignore' ? known : decision.memory
  }, undefined)
}
const saidOf = (known: Memory | undefined, signal: Signal) => {
  const decision = decide(known, signal)
  return decision.kind === 'change' ? `${decision.change.after.state}: ${decision.change.entry.text}` : decision.because
}
const failed = aPipelineSignal()
const succeeded = aPipelineSignal({ at: at('09:07'), state: 'ok' })

describe('an event of a source', () => {
  it('calls people, and its clearing event ends that', () => {
    expect(saidOf(undefined, failed)).toBe('help: people are called')
    expect(saidOf(after(failed), succeeded)).toBe('resolved: resolved by its source')
    expect(after(failed, succeeded)?.incident).toMatchObject({ source: 'pipeline-failed', resolvedBy: 'its source' })
  })

  it('counts once, however often it is delivered, and opens nothing more while it is open', () => {
    expect(saidOf(after(failed), failed)).toBe('repeated')
    expect(saidOf(after(failed), aPipelineSignal({ at: at('09:03') }))).toBe('already-open')
    expect(saidOf(after(failed, succeeded), failed)).toBe('stale')
  })

  it('that comes after the event that ended it opens nothing', () => {
    expect(saidOf(after(succeeded), failed)).toBe('stale')
    expect(saidOf(after(failed), aPipelineSignal({ at: at('08:59'), state: 'ok' }))).toBe('stale')
  })

  it('has the last word over an end in the same second, in whatever order they come', () => {
    const ended = aPipelineSignal({ state: 'ok' })
    expect(after(failed, ended)?.incident?.state).toBe('help')
    expect(after(ended, failed)?.incident?.state).toBe('help')
  })

  it('stops the line where its source is that severe, and says which; a low one is kept as low', () => {
    expect(saidOf(undefined, aPipelineSignal({ severity: 'stop' }))).toMatch(/^stop: the line stops: pipeline-failed/)
    expect(after(aPipelineSignal({ severity: 'low' }))?.incident).toMatchObject({ state: 'help', severity: 'low' })
    expect(after(failed)?.incident).not.toHaveProperty('severity')
  })

  const withPlaybook = (rest: Partial<EventSignal> = {}) =>
    aPipelineSignal({ playbook: restartCheckout, inputs: { 'detail pipeline': 'checkout-deploy' }, ...rest })

  it('may start a machine, as often as its playbook says; the clearing event proves that it helped', () => {
    expect(saidOf(undefined, withPlaybook())).toBe('working: Restart checkout is started')
    const known = after(withPlaybook())
    expect(known?.incident).toMatchObject({
      playbook: 'restart-checkout',
      inputs: { 'detail pipeline': 'checkout-deploy' },
    })
    const tried = [{ title: 'redeploy', action: 'a.b', input: {}, startedAt: at('09:01'), failed: false }]
    const at2 = known?.incident && { ...known, incident: { ...known.incident, tried } }
    expect(saidOf(at2, succeeded)).toBe('resolved: it cleared after: redeploy')

    const once = { ...restartCheckout, atMostPerHour: 1 }
    const again = withPlaybook({ at: at('09:10'), playbook: once })
    expect(saidOf(after(withPlaybook(), succeeded), again)).toMatch(/^help: .* already ran 1 times within the hour$/)
  })

  it('that comes and goes is told once, not each time', () => {
    const story = [0, 1, 2, 3, 4].flatMap((nth) => [
      aPipelineSignal({ at: at(`09:0${nth}`) }),
      aPipelineSignal({ at: at(`09:0${nth}:30`), state: 'ok' }),
    ])
    const decision = decide(after(...story), aPipelineSignal({ at: at('09:08') }))
    expect(decision).toMatchObject({ change: { entry: { kind: 'reopened', text: expect.stringMatching(/6 times/) } } })
  })
})

describe('an incident whose time is over', () => {
  const over = (rest: Partial<ClosingSignal> = {}): ClosingSignal => {
    const { key, line, title } = failed
    const about = { id: '13:00 closing', key, line, title, reason: '', at: at('13:00') }
    return { kind: 'closing', ...about, after: { hours: 4 }, ...rest }
  }
  const finding = aPipelineSignal({ neverClears: true })

  it('closes by itself, and says why', () => {
    expect(saidOf(after(finding), over())).toBe(
      'resolved: closed by itself after 4 hours: its source has no clearing event',
    )
    expect(saidOf(after(failed), over())).toMatch(/neither another event nor a clearing one has come$/)
    expect(after(finding, over())?.incident).toMatchObject({ resolvedBy: 'itself', resolvedAt: at('13:00') })
  })

  it('stays while a machine is at it, after another event, and when it is over already', () => {
    expect(saidOf(after({ ...finding, playbook: restartCheckout }), over())).toBe('not-due')
    expect(saidOf(after(finding, { ...finding, id: 'again', at: at('12:59') }), over())).toBe('not-due')
    expect(saidOf(after(failed, succeeded), over())).toBe('nothing-open')
  })

  it('takes no event that is still on its way for old, nor the last one for a new one', () => {
    const known = after(finding, over())
    expect(saidOf(known, finding)).toBe('repeated')
    expect(saidOf(known, { ...finding, id: 'late', at: at('12:30') })).toBe('help: people are called')
  })

  it('is known to the table as another: an event that is settled at the same moment is settled anew', () => {
    expect(after(finding, over())?.signal).not.toBe(after(finding)?.signal)
  })
})

it('which is not proved to be over says why, in words that are true of it', () => {
  const wordsFor = (signal: Signal) => {
    const incident = after(signal)?.incident
    return incident && notClearedInWords(incident)
  }
  expect(wordsFor(failed)).toBe('no clearing event of pipeline-failed has come')
  expect(wordsFor({ ...failed, neverClears: true })).toMatch(
    /^nobody can tell whether it helped: pipeline-failed has no/,
  )
  expect(wordsFor(anAlarm())).toBe('the alarm has not cleared')
})
