import { z } from 'zod'

/** Attributes by name, each as the wire has it: `{ S: 'x' }`, `{ N: '1' }`, binary in base64. */
export const item = z.record(z.string(), z.record(z.string(), z.unknown()))
export type Item = Readonly<z.infer<typeof item>>

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES'

interface KeyElement {
  readonly AttributeName: string
  readonly KeyType: 'HASH' | 'RANGE'
}
export interface Index {
  readonly IndexName: string
  readonly KeySchema: readonly KeyElement[]
  readonly Projection: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] }
}

/** What dynalite has to know of a table, and what DescribeTable answers. */
export interface TableDescription {
  readonly TableName: string
  readonly TableArn: string
  readonly TableStatus: 'ACTIVE'
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[]
  readonly KeySchema: readonly KeyElement[]
  readonly GlobalSecondaryIndexes?: readonly Index[]
  readonly LocalSecondaryIndexes?: readonly Index[]
  readonly StreamSpecification?: { readonly StreamEnabled: true; readonly StreamViewType: StreamViewType }
  readonly LatestStreamArn?: string
}

/** The attributes of `whole` that identify it in `table`. */
export function keyOf(whole: Item, table: TableDescription): Item {
  const names = new Set(table.KeySchema.map((element) => element.AttributeName))
  return Object.fromEntries(Object.entries(whole).filter(([name]) => names.has(name)))
}

/** Whether two images are the same item. Sets have no order. */
export function sameItem(one: Item, other: Item): boolean {
  return canonical(one) === canonical(other)
}

/** One text for equal values, in whatever order their attributes and their sets' members came. */
export function canonical(value: unknown, name = ''): string {
  if (Array.isArray(value)) {
    const inner = value.map((one) => canonical(one))
    return `[${(sets.has(name) ? inner.toSorted(byText) : inner).join()}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .toSorted(([one], [other]) => byText(one, other))
    .flatMap(([key, inner]) => (inner === undefined ? [] : `${JSON.stringify(key)}:${canonical(inner, key)}`))
  return `{${members.join()}}`
}

const sets = new Set(['SS', 'NS', 'BS'])

const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
