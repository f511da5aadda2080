import * as z from 'zod/mini'

const report = z.optional(
  z.nullable(
    z.object({ batchItemFailures: z.optional(z.nullable(z.array(z.object({ itemIdentifier: z.string() })))) }),
  ),
)

/**
 * Which items of a batch failed, by what the function answered; no answer, or one without failures, is success.
 * As on AWS all have failed when the answer is malformed or names an item that is not in the batch.
 */
export function failedItems(answer: unknown, batch: readonly string[]): ReadonlySet<string> {
  const said = report.safeParse(answer)
  if (!said.success) return new Set(batch)
  const failed = said.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? []
  return new Set(failed.every((item) => batch.includes(item)) ? failed : batch)
}
