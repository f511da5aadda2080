import { prices, type Quantities, type Quantity } from './prices.ts'

/** All that can be billed, the most dearly first where an allowance is shared. */
export const allQuantities = Object.keys(prices).filter((name): name is Quantity => name in prices)

export const sum = (...many: readonly Quantities[]): Quantities =>
  from((name) => many.reduce((total, one) => total + (one[name] ?? 0), 0))

export const times = (factor: number, one: Quantities): Quantities => from((name) => factor * (one[name] ?? 0))

export const difference = (later: Quantities, earlier: Quantities): Quantities => sum(later, times(-1, earlier))

function from(amountOf: (name: Quantity) => number): Quantities {
  return Object.fromEntries(allQuantities.map((name) => [name, amountOf(name)]).filter(([, amount]) => amount !== 0))
}
