import { runLamp } from '../../../iot/agent/lamp/run-lamp.ts'
import type { LightCommand } from '../../../iot/contract/light-command.ts'
import { type LightReport, lightReport } from '../../../iot/contract/light-report.ts'
import { aCommand } from './a-command.ts'
import { isoOf, nineOClock } from './a-lamp.ts'
import { MovedClock } from '../clock/moved-clock.ts'

describe('a lamp’s report', () => {
  /** The last report without what stands in every one. */
  const aReportingLamp = (certificateEnds?: string) => {
    const clock = new MovedClock(nineOClock)
    const reports: LightReport[] = []
    const lamp = runLamp(
      { version: '1.2.3', clock, certificateEnds },
      { show: () => {}, report: (report) => reports.push(lightReport.parse(report)) },
    )
    lamp.learn({ kind: 'connected' })
    const hear = (but: Partial<LightCommand> = {}) =>
      lamp.learn({ kind: 'commanded', retained: false, command: aCommand({ at: isoOf(clock), ...but }) })
    return { clock, lamp, reports, hear, last: () => reports.at(-1) }
  }

  it('gives no reason for what it was told', () => {
    const { hear, last } = aReportingLamp()
    hear({ v: 3, state: 'help' })
    expect(last()).toEqual({
      epoch: '2026-11-21T00:00:00Z',
      appliedV: 3,
      state: 'help',
      at: '2026-11-21T09:00:00.000Z',
      online: true,
      agent: '1.2.3',
    })
  })

  it('says why it does not know', () => {
    const { clock, hear, last } = aReportingLamp()
    expect(last()).toMatchObject({ state: 'unknown', reason: 'no command yet' })
    hear({ ttlSeconds: 90 })
    clock.pass(90)
    expect(last()).toMatchObject({ state: 'unknown', reason: 'the last command is too old' })
  })

  it('does not know what a lamp shows that is lost, and says what was said of it', () => {
    const { lamp, hear, last, reports } = aReportingLamp()
    hear({ v: 3, state: 'calm' })
    lamp.learn({ kind: 'lamp-lost', because: 'the tower was unplugged' })
    expect(last()).toMatchObject({ online: true, state: 'unknown', appliedV: 3, reason: 'the tower was unplugged' })

    hear({ v: 4, state: 'stop' })
    expect(last()).toMatchObject({ online: true, state: 'unknown', appliedV: 4 })
    lamp.learn({ kind: 'lamp-back' })
    expect(last()).toMatchObject({ state: 'stop', appliedV: 4 })
    expect(last()).not.toHaveProperty('reason')

    const before = reports.length
    lamp.learn({ kind: 'lamp-back' })
    expect(reports).toHaveLength(before)
  })

  it.each(['x'.repeat(1000), '💥'.repeat(500), 'e\u0301\u0301'.repeat(400), `a\u001b[31m\n${'b'.repeat(300)}`])(
    'holds what is said of a lost lamp within its bounds (%#)',
    (because) => {
      const { lamp, last } = aReportingLamp()
      lamp.learn({ kind: 'lamp-lost', because })
      expect(last()!.reason!.length).toBeLessThanOrEqual(200)
      expect(last()!.reason).not.toMatch(/[\p{Cc}\p{Cs}]/u)
    },
  )

  it('tells of the buzzer where there is one, and of the certificate', () => {
    const { lamp, last } = aReportingLamp('2027-11-21T09:00:00.000Z')
    expect(last()).toMatchObject({ certificateEnds: '2027-11-21T09:00:00.000Z' })
    expect(last()).not.toHaveProperty('muted')
    lamp.learn({ kind: 'muted', muted: true })
    expect(last()).toMatchObject({ muted: true })
    lamp.learn({ kind: 'muted', muted: false })
    expect(last()).toMatchObject({ muted: false })
  })
})
