import { at } from '../signals.ts'
import { theTable } from './the-table.ts'

let table: ReturnType<typeof theTable>
beforeEach(() => void (table = theTable()))
afterEach(() => table.close())

const device = (light: string, certificate: string) => ({ light, certificate, at: at('09:00') })

it('keeps every device, one for each certificate, as it was saved last', async () => {
  const { devices } = table
  await devices.update(device('desk-1', 'aa11'))
  await devices.update(device('desk-1', 'bb22'))
  await devices.update({ ...device('desk-1', 'aa11'), endedAt: at('09:30') })
  expect(await devices.all()).toEqual([{ ...device('desk-1', 'aa11'), endedAt: at('09:30') }, device('desk-1', 'bb22')])
})

it('finds those of one light, and not of one whose name only begins alike', async () => {
  const { devices } = table
  for (const light of ['desk-1', 'desk-10', 'desk-1-wall']) await devices.update(device(light, 'aa11'))
  expect(await devices.of('desk-1')).toEqual([device('desk-1', 'aa11')])
})

it('forgets one, and does not mind when it is not there', async () => {
  const { devices } = table
  await devices.update(device('desk-1', 'aa11'))
  await devices.forget(device('desk-1', 'aa11'))
  await devices.forget(device('desk-1', 'aa11'))
  expect(await devices.all()).toEqual([])
})

it('finds a thousand, which are more than one page', async () => {
  const { devices } = table
  const long = 'c'.repeat(900)
  const all = Array.from({ length: 1000 }, (_, nth) => device(`desk-${nth}`, `${long}${nth}`))
  await Promise.all(all.map((each) => devices.update(each)))
  expect(await devices.all()).toHaveLength(1000)
})
