import { isNewer, type LightCommand } from '../../iot/contract/light-command.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { clip } from './clip.ts'
import { type Instant, secondsBetween } from './instant.ts'

/** A lamp's last report, as the broker keeps it. */
export type LastReport =
  /** No lamp was ever installed, or it was removed with `andon light remove`. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  /** @property at when it came, by the broker's clock: the lamp's own may be wrong */
  | { readonly kind: 'report'; readonly report: LightReport; readonly at: Instant }

export type Health =
  | { readonly kind: 'well' }
  /** Not settled yet: check again in a minute. */
  | { readonly kind: 'unclear' }
  | { readonly kind: 'unwell'; readonly because: string }

/** How long a lamp may be offline or show "unknown" before anybody is called: it may just be starting. Seconds. */
const patience = 60
/** A command is shown and reported within a second or two; reports go out once a second. Seconds. */
const onItsWay = 15
/** A working lamp reports at least this often: commands of calm lines are repeated every two minutes. Seconds. */
const quietest = 180

/** More than all lines together can have been written in a hundred years: somebody else has made that version. */
const mostVersions = 10_000_000_000

/** The lamp obeys a command of the same epoch that is newer than what its light's lines come to now. */
export const isAhead = ({ epoch, appliedV }: LightReport, commanded: LightCommand): boolean =>
  epoch === commanded.epoch && appliedV > commanded.v && appliedV < mostVersions

/**
 * Whether a lamp shows what it was commanded.
 *
 * @param commanded the light's command as it must be by now
 * @param since when that became so
 * @param isConnected by the broker: a last will may be published after the lamp came back
 */
export function healthOf(
  { lastReport, isConnected }: { readonly lastReport: LastReport; readonly isConnected: boolean },
  commanded: LightCommand,
  since: Instant,
  now: Instant,
): Health {
  if (lastReport.kind === 'none') return well
  if (lastReport.kind === 'unreadable') return unwell('its report cannot be read')
  const { report, at } = lastReport
  const quiet = secondsBetween(at, now)
  if (!report.online) {
    if (isConnected || quiet < patience) return unclear
    return unwell(`it has been off or offline since ${timeOfDay(at)}`)
  }
  const shown = { epoch: report.epoch, v: report.appliedV }
  if (isNewer(shown, commanded)) return unwell(liedTo(report))
  if (report.state === 'unknown') {
    if (quiet < patience) return unclear
    return unwell(`it shows "unknown"${report.reason === undefined ? '' : `: ${report.reason}`}`)
  }
  if (isNewer(commanded, shown)) {
    if (secondsBetween(since, now) < onItsWay && quiet < quietest) return unclear
    return unwell(
      `it is stuck: it has shown "${report.state}" since ${timeOfDay(at)}, but was told to show "${commanded.state}"`,
    )
  }
  if (report.state !== commanded.state)
    return unwell(`it shows "${report.state}", but was told to show "${commanded.state}"`)
  if (report.reason === undefined) return well
  // It shows the right state, but reports a problem with its cord.
  return quiet < patience ? unclear : unwell(report.reason)
}

/** It gets over that by itself; agents from before that was so are deaf until they start again. */
const liedTo = ({ epoch, appliedV, state }: LightReport) =>
  `it obeys a command that Andon did not send (epoch ${JSON.stringify(clip(epoch, 40))}, version ${appliedV}) and shows ` +
  `"${state}": see who may publish to its topic. If it stays so for minutes, restart its agent: sudo systemctl restart andon-light`

/** How many days before a certificate expires people are called. */
const daysOfWarning = 30

/** Whether the device's certificate is valid for a while. Without a report nothing is known of it. */
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
