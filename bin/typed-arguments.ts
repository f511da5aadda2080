import { InvalidArgumentError } from 'commander'
import { namePattern } from '../iot/contract/topics.ts'

/** A light's, cord's or line's name, as somebody typed it. Throws commander's error for a text that cannot be one. */
export function nameTyped(text: string): string {
  if (namePattern.test(text)) return text
  throw new InvalidArgumentError('A name consists of a-z, 0-9 and -, at most 32 characters.')
}

/** A week is as long as S3 signs a link for. */
const mostHours = 168

export function hoursTyped(text: string): number {
  const hours = Number(text)
  if (Number.isInteger(hours) && hours >= 1 && hours <= mostHours) return hours
  throw new InvalidArgumentError(`A whole number of hours, 1 to ${mostHours}.`)
}

export function dayTyped(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new InvalidArgumentError('A day as in 2026-11-21.')
}

/** Somebody's name, or an incident's, or a reason: kept short, and of one line. */
export function textTyped(text: string): string {
  const line = text.trim()
  if (line !== '' && line.length <= 200 && !/\p{C}/u.test(line)) return line
  throw new InvalidArgumentError('One line of at most 200 characters, and not empty.')
}
