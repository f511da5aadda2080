import { isNewer, type LightCommand } from '../../iot/contract/light-command.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { type Instant, secondsBetween } from './instant.ts'

/** What the broker keeps of a lamp's word. */
export type LastReport =
  /** Nothing: no lamp was ever installed, or it was taken away in good order. */
  | { readonly kind: 'never' }
  | { readonly kind: 'nonsense' }
  /** @property at when it came, by the broker's clock: the lamp's own may be wrong */
  | { readonly kind: 'report'; readonly report: LightReport; readonly at: Instant }

export type Health =
  | { readonly kind: 'well' }
  /** On its way to one or the other: judge it a minute later. */
  | { readonly kind: 'unclear' }
  | { readonly kind: 'unwell'; readonly because: string }

/** How long a lamp may be away, or not know, before it is worth waking anybody: it may just be starting. Seconds. */
const patience = 60
/** A command is shown and reported within a second or two; reports go out once a second. Seconds. */
const onItsWay = 15
/** A working lamp reports at least this often: commands of calm lines are repeated every two minutes. Seconds. */
const quietest = 180

/**
 * Whether a lamp shows what it was told.
 *
 * @param told the light's command as it must be by now
 * @param since when that became so
 * @param isConnected asked of the broker, for a will may be published after the lamp came back
 */
export function healthOf(
  { lastReport, isConnected }: { readonly lastReport: LastReport; readonly isConnected: boolean },
  told: LightCommand,
  since: Instant,
  now: Instant,
): Health {
  if (lastReport.kind === 'never') return well
  if (lastReport.kind === 'nonsense') return unwell('its report cannot be read')
  const { report, at } = lastReport
  const quiet = secondsBetween(at, now)
  if (!report.online) {
    if (isConnected || quiet < patience) return unclear
    return unwell(`it has been off or offline since ${timeOfDay(at)}`)
  }
  if (report.state === 'unknown') {
    if (quiet < patience) return unclear
    return unwell(`it shows "unknown"${report.reason === undefined ? '' : `: ${report.reason}`}`)
  }
  const shown = { epoch: report.epoch, v: report.appliedV }
  if (isNewer(told, shown)) {
    if (secondsBetween(since, now) < onItsWay && quiet < quietest) return unclear
    return unwell(
      `it is stuck: it has shown "${report.state}" since ${timeOfDay(at)}, but was told to show "${told.state}"`,
    )
  }
  if (isNewer(shown, told)) return unwell('it obeys commands that Andon did not send')
  if (report.state !== told.state) return unwell(`it shows "${report.state}", but was told to show "${told.state}"`)
  if (report.reason === undefined) return well
  // It shows what it should, and complains all the same: of its cord.
  return quiet < patience ? unclear : unwell(report.reason)
}

/** How long before its end a certificate is worth a call. Days. */
const daysOfWarning = 30

/** Whether the device's certificate will do for a while. A lamp that was never heard has none that we know of. */
export function certificateHealthOf(lastReport: LastReport, now: Instant): Health {
  if (lastReport.kind !== 'report' || lastReport.report.certificateEnds === undefined) return well
  const ends = Date.parse(lastReport.report.certificateEnds)
  if (ends > Date.parse(now) + daysOfWarning * 86_400_000) return well
  const day = new Date(ends).toISOString().slice(0, 10)
  return unwell(`it expires on ${day}, and then the lamp is cut off; make a new one with: npx andon light add`)
}

const well: Health = { kind: 'well' }
const unclear: Health = { kind: 'unclear' }
const unwell = (because: string): Health => ({ kind: 'unwell', because })
const timeOfDay = (at: Instant) => `${at.slice(11, 19)} UTC`
