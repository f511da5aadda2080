/** One page of what AWS lists, and by what to ask for the next; an empty text ends the pages too. */
interface Page<Item> {
  readonly items: readonly Item[] | undefined
  readonly next: string | undefined
}
/** @param token none for the first page */
type ReadPage<Item> = (token: string | undefined) => Promise<Page<Item>>

/** What AWS lists, in its order. A page is read only once somebody wants what is on it. */
export async function* itemsOf<Item>(read: ReadPage<Item>): AsyncGenerator<Item, undefined> {
  for (let token: string | undefined; ;) {
    const { items = [], next } = await read(token)
    yield* items
    if (!next) return undefined
    token = next
  }
}

export async function allOf<Item>(read: ReadPage<Item>): Promise<readonly Item[]> {
  const all: Item[] = []
  for await (const item of itemsOf(read)) all.push(item)
  return all
}
