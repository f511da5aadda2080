import { cpus } from 'node:os'
import { markdownTable } from '../markdown-page.ts'

/** A row of the table. */
export interface Figure {
  readonly figure: string
  readonly value: number
  readonly unit: string
  /** The most that it may be; none for what is only told. */
  readonly limit?: number
  readonly how: string
}
/** What this run did not measure, and how to measure it. */
export type NotMeasured = Pick<Figure, 'figure' | 'unit' | 'limit' | 'how'>

export function figuresTable(figures: readonly (Figure | NotMeasured)[]): string {
  const rows = figures.map((figure) => [figure.figure, shown(figure), limitOf(figure), figure.how])
  return markdownTable(['Figure', 'measured', 'limit', 'how it was measured'], rows)
}

/** What it ran on, and when. */
export function machine(): string {
  const [first] = cpus()
  return `${cpus().length} cores (${first?.model ?? 'unknown'}), Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`
}

function shown(figure: Figure | NotMeasured): string {
  if (!('value' in figure)) return 'not measured'
  const { value, unit, limit } = figure
  return `${amount(value)} ${unit}${limit !== undefined && value > limit ? ' **over**' : ''}`
}

const limitOf = ({ limit, unit }: NotMeasured) => (limit === undefined ? '' : `${limit} ${unit}`)
const amount = (value: number) => (value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3))))

/** @param share 0.5 for the median, 0.99 for what only one in a hundred exceeds */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}
