import { anAndonWith } from './an-andon-with.ts'
import { clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

/** A sitting in which each pull has an id of its own. */
function aSitting() {
  const there = anAndonWith()
  let nth = 0
  const type = (line: string | readonly string[]) => typed(line, there.aws, { newId: () => `pull-${++nth}` })
  const pulled = async (line: string | readonly string[]) => {
    const { said } = await type(line)
    return said
      .filter((each) => !each.includes('told by'))
      .join('\n')
      .replaceAll(/checkout-\d{14}-\w{7}/g, '<id>')
  }
  const answered = async () => {
    const [id] = (await type('answer checkout')).said[0]!.split(':')
    return id!
  }
  return { ...there, type, pulled, answered }
}

it('pulls the cord of a line, and says what came of it', async () => {
  const { type, pulled, events, details } = aSitting()
  const { code, said } = await type('pull checkout')
  expect(code).toBe(0)
  expect(said).toEqual([
    expect.stringMatching(/^checkout: ada calls for help \(checkout-20261121090000-\w{7}\)$/),
    'checkout: told by channel checkout, the SNS topic of checkout',
  ])
  expect(events[0]).toMatchObject({ EventBusName: 'andon', DetailType: 'Cord Pulled' })
  expect(details()).toEqual([{ line: 'checkout', click: 'SINGLE', by: 'ada', id: 'pull-1' }])

  expect(await pulled('pull checkout --long')).toBe('checkout: ada stopped the line (<id>)')
  expect(await pulled('pull checkout --double')).toBe('checkout: resolved by ada (<id>)')
  expect(details().map(({ click }) => click)).toEqual(['SINGLE', 'LONG', 'DOUBLE'])
})

it('says when nobody could be told, as before the Slack token is there', async () => {
  const { type, channels } = aSitting()
  channels['checkout'] = { kind: 'posting' }
  expect((await type('pull checkout')).said.slice(1)).toEqual([
    'checkout: told by the SNS topic of checkout',
    'checkout: not yet told by channel checkout. `npx andon doctor` says what to do.',
  ])
})

it('says when nothing was told at all', async () => {
  const { type, channels } = aSitting()
  for (const channel of Object.keys(channels)) delete channels[channel]
  expect((await type('pull checkout')).said[1]).toBe(
    'checkout: nobody has been told yet. `npx andon doctor` says what to do.',
  )
})

it('calls again for a second problem, and says so', async () => {
  const { pulled, answered, details } = aSitting()
  await pulled(['pull', 'checkout', '--reason', 'printer empty'])
  await answered()
  expect(await pulled(['pull', 'checkout', '--reason', 'fire in aisle 3'])).toBe(
    'checkout: ada calls again: fire in aisle 3 (before: printer empty) (<id>)',
  )
  expect(details()[0]).toMatchObject({ reason: 'printer empty' })
})

it('does not say that somebody is called when nobody is', async () => {
  const { pulled } = aSitting()
  expect(await pulled('pull checkout --double')).toBe('checkout: nothing that was pulled is open')
  await pulled('pull checkout')
  expect(await pulled('pull checkout')).toBe('checkout: help is called already, and nobody has answered yet (<id>)')
  await pulled('pull checkout --long')
  expect(await pulled('pull checkout --long')).toBe(
    'checkout: the line is stopped already, and nobody has answered yet (<id>)',
  )
})

it('prints what came of it for programs', async () => {
  const { type } = aSitting()
  const { said } = await type(['pull', 'checkout', '--json', '--reason', 'smoke', '--long'])
  expect(JSON.parse(said.join('\n'))).toEqual({
    line: 'checkout',
    click: 'LONG',
    by: 'ada',
    reason: 'smoke',
    id: 'pull-1',
    text: 'ada stopped the line',
    changed: true,
    incident: expect.stringMatching(/^checkout-/),
    told: ['checkout', 'sns:checkout'],
    waiting: [],
  })
})

it('pulls nothing on an unknown line', async () => {
  const { type, events } = aSitting()
  const { code, remarked } = await type('pull chekout')
  expect(code).toBe(1)
  expect(remarked).toContain('There is no line chekout (lines: checkout, search)')
  expect(events).toEqual([])
})

it('does not say that it was pulled when the bus refused it, or nobody took it in', async () => {
  const there = anAndonWith()
  const refused = () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'later' }] })
  const first = await typed('pull checkout', clientsFor({ ...there.handlers, PutEvents: refused }))
  expect(first).toMatchObject({ code: 1, said: [] })
  expect(first.remarked).toContain('refused the event (InternalFailure: later)')

  const second = await typed('pull checkout', clientsFor(there.deafHandlers))
  expect(second).toMatchObject({ code: 1, said: [] })
  expect(second.remarked).toContain('it was sent, but nothing was seen of it within 10 seconds')
})
