import { AwsError } from '../../aws-error.ts'

interface Entry {
  readonly Id: string
}
interface BatchResult {
  readonly Successful: readonly object[]
  readonly Failed: readonly object[]
}

/** Does each entry by itself: one that fails is reported, and the others go on. Throws `AwsError`. */
export function eachEntry<E extends Entry>(entries: readonly E[], act: (entry: E) => object): BatchResult {
  checkEntries(entries)
  const Successful: object[] = []
  const Failed: object[] = []
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message })
    }
  }
  return { Successful, Failed }
}

function checkEntries(entries: readonly Entry[]): void {
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.')
  }
  if (entries.length > 10) {
    const message = `Maximum number of entries per request are 10. You have sent ${entries.length}.`
    throw new AwsError('TooManyEntriesInBatchRequest', message)
  }
  const ids = entries.map(({ Id }) => Id)
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    const message =
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.'
    throw new AwsError('InvalidBatchEntryId', message)
  }
  const repeated = ids.find((id, i) => ids.indexOf(id) < i)
  if (repeated !== undefined) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`)
}
