import { anAndonWith, anIncident } from './an-andon-with.ts'
import { clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'
import { at } from '../signals.ts'

const api = 'https://a1b2.execute-api.eu-central-1.amazonaws.com'
const stoppedByAda = () => anIncident('checkout-1', { state: 'stop', stopped: { at: at('08:50'), by: 'ada' } })
const unanswered = () =>
  anIncident('checkout-2', {
    state: 'stop',
    key: 'alarm arn:aws:cloudwatch:eu-central-1:000000000000:alarm:x',
    stopped: { at: at('08:55') },
  })

it('stops a line in the name of whoever signs, with the reason, and says who was told', async () => {
  const there = anAndonWith()
  const { code, said } = await typed(['stop', 'checkout', '--reason', 'a bad deploy'], there.aws)
  expect(code).toBe(0)
  expect(said[0]).toMatch(/^checkout: Operators\/ada stopped the line \(checkout-.*\)$/)
  expect(said.slice(1).join('\n')).toContain('checkout: ')
  expect(there.posted).toEqual([
    { address: `${api}/lines/checkout/stop`, body: { id: 'one-of-a-kind', reason: 'a bad deploy' } },
  ])
})

it('stops it once', async () => {
  const there = anAndonWith()
  await typed('stop checkout', there.aws, { newId: () => 'first' })
  const { code, said } = await typed('stop checkout', there.aws, { newId: () => 'second' })
  expect(code).toBe(0)
  expect(said).toEqual([expect.stringMatching(/^checkout: the line is stopped already, and nobody has answered yet/)])
})

it('starts it, and says what became of each stop', async () => {
  const there = anAndonWith(stoppedByAda(), unanswered())
  const { code, said } = await typed(['start', 'checkout', '--reason', 'rolled back'], there.aws)
  expect({ code, said }).toEqual({
    code: 0,
    said: [
      'checkout: Operators/ada starts the line again: rolled back (checkout-1: resolved)',
      'checkout: Operators/ada starts the line again: rolled back; the alarm has not cleared, and Operators/ada is on it (checkout-2: help)',
    ],
  })
  expect(there.posted).toEqual([
    { address: `${api}/lines/checkout/start`, body: { id: 'one-of-a-kind', reason: 'rolled back' } },
  ])
})

it('prints for programs what became of each', async () => {
  const { said } = await typed('start checkout --json', anAndonWith(stoppedByAda()).aws)
  expect(JSON.parse(said.join('\n'))).toEqual({
    line: 'checkout',
    ended: [{ incident: 'checkout-1', state: 'resolved', text: 'Operators/ada starts the line again' }],
  })
})

it('sends nothing where the line is not stopped', async () => {
  const there = anAndonWith(anIncident('checkout-1'))
  expect(await typed('start checkout', there.aws)).toMatchObject({ code: 0, said: ['checkout: it is not stopped'] })
  expect(there.posted).toEqual([])
})

it('does not say that a line goes on while it is stopped still', async () => {
  const { code, remarked } = await typed('start checkout', clientsFor(anAndonWith(stoppedByAda()).deafHandlers))
  expect(code).toBe(1)
  expect(remarked).toContain('checkout: it was sent, but after 10 seconds the line is still stopped')
})

it.each(['stop chekout', 'start chekout'])('%s names the lines that there are', async (command) => {
  const there = anAndonWith()
  const { code, remarked } = await typed(command, there.aws)
  expect([code, there.posted]).toEqual([1, []])
  expect(remarked).toContain('There is no line chekout (lines: checkout')
})

it('says in the API’s words why somebody may not', async () => {
  const message = 'arn:aws:iam::1:user/kim may not start on checkout: see `may.start` of the line in andon.config.ts'
  const POST = () => ({ status: 403, message })
  const { code, remarked } = await typed(
    'start checkout',
    clientsFor({ ...anAndonWith(stoppedByAda()).handlers, POST }),
  )
  expect(code).toBe(1)
  expect(remarked).toContain(`It was refused: ${message}.`)
})

it.each([
  ['stop', 'stop what? A line by its name, or --machines'],
  ['stop checkout --machines', 'andon stop --machines --line checkout'],
  ['start checkout --line search', '--line and --by are for --machines'],
  ['stop checkout --by kim', '--line and --by are for --machines'],
])('%s could mean two things, or none: nothing is done', async (command, words) => {
  const there = anAndonWith(stoppedByAda())
  const { code, remarked } = await typed(command, there.aws)
  expect([code, there.posted]).toEqual([2, []])
  expect(remarked).toContain(words)
})
