import type { Moment } from '../clock/clock.ts'

/** A part of every day in which the buzzer is silent, in minutes after midnight. It crosses midnight if `from` is later. */
export interface QuietHours {
  readonly from: number
  /** Exclusive; up to 1440. */
  readonly to: number
}

/** Reads e.g. `22:00-07:00`, local time. `undefined` if it is written otherwise, or would be empty. */
export function readQuietHours(text: string): QuietHours | undefined {
  const digits = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text)?.slice(1).map(Number)
  if (digits === undefined) return undefined
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = digits
  if (fromMinute > 59 || toMinute > 59) return undefined
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute]
  return from < 1440 && to <= 1440 && from !== to ? { from, to } : undefined
}

/** Whether it is quiet now. Never while the clock is not set: better a sound at night than none at noon. */
export function isQuiet(hours: readonly QuietHours[], { wall, wallIsSet }: Moment): boolean {
  if (!wallIsSet) return false
  const now = new Date(wall)
  const minute = now.getHours() * 60 + now.getMinutes()
  return hours.some(({ from, to }) => (from < to ? minute >= from && minute < to : minute >= from || minute < to))
}
