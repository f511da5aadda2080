import { type Allowance, allowances } from './allowances.ts'
import { type Line, lines } from './lines.ts'
import { type Price, prices, type Quantities } from './prices.ts'
import { allQuantities } from './quantities.ts'

export interface Bill {
  /** Dollars of every line, in the order of the lines. */
  readonly byLine: ReadonlyMap<Line, number>
  /** Dollars. */
  readonly total: number
}

/** At list prices, as if the account had used up its allowances elsewhere. */
export const listBill = (quantities: Quantities): Bill => billOf(quantities, {})

/** As if the account had its always-free allowances for us alone. */
export const billAfterAllowances = (quantities: Quantities): Bill => billOf(quantities, allowances)

function billOf(quantities: Quantities, free: Partial<Readonly<Record<Allowance, number>>>): Bill {
  const left = new Map<string, number>(Object.entries(free))
  const byLine = new Map<Line, number>(lines.map((line) => [line, 0]))
  for (const name of allQuantities) {
    const { line, usd, allowance: named }: Price = prices[name]
    const allowance: string = named ?? ''
    const amount = quantities[name] ?? 0
    const covered = Math.min(amount, left.get(allowance) ?? 0)
    left.set(allowance, (left.get(allowance) ?? 0) - covered)
    byLine.set(line, (byLine.get(line) ?? 0) + (amount - covered) * usd)
  }
  return { byLine, total: [...byLine.values()].reduce((total, usd) => total + usd, 0) }
}
