import { type Bill, billAfterAllowances, listBill } from './bill.ts'
import type { Seen, Story } from './measure.ts'
import { markdownTable } from '../markdown-page.ts'
import { minutesInMonth, month } from './month.ts'
import { type Line, lines } from './lines.ts'
import { type Price, prices, type Quantities, readOn } from './prices.ts'
import { allQuantities, times } from './quantities.ts'

const volumes = [0, 300, 3_000, 30_000] as const
const titles: Readonly<Record<Story, string>> = {
  helped: 'a playbook helps',
  failed: 'a playbook fails, people are called',
  people: 'people are called at once',
}

/** All that `npm run cost` has to say, as Markdown. */
export function costTables(seen: Seen): string {
  return [
    '### The month\n',
    monthTable(seen),
    '\nThe incidents are those that take the most: a playbook fails and people are called.',
    '\n### What was counted\n',
    countTable(seen),
    '\n### One more\n',
    marginTable(seen),
    `\n### The prices\n\nus-east-1, read on ${readOn}.\n`,
    priceTable(),
  ].join('\n')
}

/** The month, line by line, at list prices, and below what is left to pay where the allowances are free for us. */
function monthTable({ fixed, minute, incidents }: Seen): string {
  const months = volumes.map((volume) => month({ fixed, minute, ...incidents.failed }, volume))
  const bills = months.map(listBill)
  const after = months.map(billAfterAllowances)
  return markdownTable(
    [
      'us-east-1, dollars a month',
      ...volumes.map((volume) => `${volume.toLocaleString('en')} incidents`),
      'idle, after allowances',
    ],
    [
      ...lines.map((line) => [line, ...bills.map((bill) => usd(lineOf(bill, line))), usd(lineOf(after[0], line))]),
      ['**List prices**', ...bills.map(({ total }) => `**${usd(total)}**`), ''],
      [
        '**After always-free allowances**',
        ...after.map(({ total }) => `**${usd(total)}**`),
        `**${usd(after[0]?.total ?? 0)}**`,
      ],
    ],
  )
}

/** What was counted, in units: an idle month, and one incident of each kind. */
function countTable({ fixed, minute, incidents }: Seen): string {
  const idle = month({ fixed, minute, incident: {}, bytesKept: 0 }, 0)
  const kinds = [incidents.helped, incidents.failed, incidents.people]
  const counted = allQuantities.filter((name) =>
    [idle, ...kinds.map(({ incident }) => incident)].some((one) => one[name]),
  )
  return markdownTable(
    ['Counted', 'one idle month', ...Object.values(titles).map((title) => `incident: ${title}`)],
    [
      ...counted.map((name) => [
        unitOf(name),
        amount(idle[name]),
        ...kinds.map(({ incident }) => amount(incident[name])),
      ]),
      ['bytes kept in the table', '', ...kinds.map(({ bytesKept }) => amount(bytesKept))],
      [
        'dollars at list prices',
        usd(listBill(idle).total),
        ...kinds.map(({ incident }) => usd(listBill(incident).total, 5)),
      ],
    ],
  )
}

/** What one light and one line more would take in a month without incidents. */
function marginTable({ fixed, minute, lightCount, lineCount }: Seen): string {
  const { iotMessages = 0, dynamodbReads = 0, dynamodbWrites = 0 } = times(minutesInMonth, minute)
  const light = { iotMessages: iotMessages / lightCount, iotMinutes: (fixed.iotMinutes ?? 0) / lightCount }
  const line = { dynamodbReads: dynamodbReads / lineCount, dynamodbWrites: dynamodbWrites / lineCount }
  return markdownTable(
    ['One more of them, idle', 'dollars a month at list prices', 'what for'],
    [
      ['light', usd(listBill(light).total), 'its commands, reports and its connection'],
      ['line', usd(listBill(line).total), 'being refreshed every two minutes'],
    ],
  )
}

function priceTable(): string {
  const rows = allQuantities.map((name) => {
    const { line, unit, usd: price, source, confirmed }: Price = prices[name]
    const asked = price < 0.001 ? `${round(price * 1e6)} a million` : String(round(price))
    return [line, unit, asked, confirmed ? source : `not confirmed, to be looked up at ${source}`]
  })
  return markdownTable(['Line', 'unit', 'dollars', 'source'], rows)
}

const lineOf = (bill: Bill | undefined, line: Line) => bill?.byLine.get(line) ?? 0
const unitOf = (name: keyof Quantities) => `${prices[name].line}: ${prices[name].unit}`
const round = (value: number) => Number(value.toPrecision(6))
const usd = (dollars: number, digits = 2) => dollars.toFixed(digits)

function amount(value = 0): string {
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}
