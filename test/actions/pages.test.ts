import { allOf, itemsOf } from '../../functions/actions/pages.ts'

/** Some of them empty, as AWS has them where it filters after it has cut the pages. */
const pages: Readonly<Record<string, { items: number[] | undefined; next: string | undefined }>> = {
  first: { items: [1, 2], next: 'a' },
  a: { items: undefined, next: 'b' },
  b: { items: [3], next: '' },
}

function aList() {
  const read: (string | undefined)[] = []
  const page = async (token: string | undefined) => {
    read.push(token)
    return pages[token ?? 'first']!
  }
  return { read, page }
}

it('has what is on all pages, in their order; an empty text ends them', async () => {
  const { read, page } = aList()
  expect(await allOf(page)).toEqual([1, 2, 3])
  expect(read).toEqual([undefined, 'a', 'b'])
})

it('reads no page that nobody asks for', async () => {
  const { read, page } = aList()
  const items = itemsOf(page)
  expect([(await items.next()).value, (await items.next()).value, read]).toEqual([1, 2, [undefined]])
  expect([(await items.next()).value, (await items.next()).done]).toEqual([3, true])
})
