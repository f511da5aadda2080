import type { Not } from './explanation.ts'

/** One line for people, before its text is made safe. */
export interface Row {
  /** Missing: the text begins at the margin. '': it goes on below the label before. */
  readonly label?: string
  readonly indent: number
  readonly text: string
  /** Of a table: each cell by itself, as wide as its column; the first on the left, the others on the right. */
  readonly cells?: readonly { readonly text: string; readonly width: number }[]
}
export type Rows = readonly Row[]

export const plain = (text: string): Row => ({ text, indent: 0 })

/** @param rows each with as many cells as the first */
export function table(rows: readonly (readonly string[])[]): Rows {
  const widths = rows[0]?.map((_, nth) => Math.max(...rows.map((cells) => cells[nth]?.length ?? 0))) ?? []
  return rows.map((cells) => ({
    text: '',
    indent: 0,
    cells: cells.map((text, nth) => ({ text, width: widths[nth] ?? 0 })),
  }))
}

export const row = (label: string, text: string, indent = 0): Row => ({ label, text, indent })

export const no = (label: string, { not }: Not, indent = 0): Row => row(label, `no: ${not}`, indent)
