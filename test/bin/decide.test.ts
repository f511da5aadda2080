import { anAndonWith, anIncident } from './an-andon-with.ts'
import { clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const plan = { nth: 0, title: 'redeploy checkout', plan: '0a1b2c3d4e5f6071' }
const asking = () => anIncident('checkout-1', { state: 'approval', asked: plan })
const suggesting = () => anIncident('checkout-1', { suggestion: plan, playbook: 'restart' })

it.each([
  ['approve checkout-1', asking, 'checkout-1: Operators/ada approves: redeploy checkout', {}],
  [
    'refuse checkout-1 --reason later',
    asking,
    'checkout-1: people are called: Operators/ada refuses: redeploy checkout (later)',
    { reason: 'later' },
  ],
  ['run checkout-1', suggesting, 'checkout-1: Operators/ada starts: redeploy checkout', {}],
])('%s decides about exactly what was shown, signed by whoever sits here', async (command, incident, told, more) => {
  const there = anAndonWith(incident())
  const { code, said } = await typed(command, there.aws)
  expect({ code, said }).toEqual({ code: 0, said: [told] })
  const [act] = command.split(' ')
  expect(there.posted).toEqual([
    {
      address: `https://a1b2.execute-api.eu-central-1.amazonaws.com/incidents/checkout-1/${act}`,
      body: { id: 'one-of-a-kind', plan: plan.plan, ...more },
    },
  ])
})

it('prints the incident with its timeline for programs', async () => {
  const { said } = await typed('approve checkout-1 --json', anAndonWith(asking()).aws)
  expect(JSON.parse(said.join('\n'))).toMatchObject({ incident: { state: 'working', approved: { plan: plan.plan } } })
})

it.each([
  ['approve', 'The machine asks for nothing now for checkout-1'],
  ['run', 'The machine suggests nothing for checkout-1'],
])('%s sends nothing where there is nothing to decide', async (act, remark) => {
  const there = anAndonWith(anIncident('checkout-1'))
  const { code, remarked } = await typed(`${act} checkout-1`, there.aws)
  expect([code, there.posted]).toEqual([1, []])
  expect(remarked).toContain(remark)
})

it('does not say that it was heard when nothing has come of it', async () => {
  const { code, remarked } = await typed('approve checkout-1', clientsFor(anAndonWith(asking()).deafHandlers))
  expect(code).toBe(1)
  expect(remarked).toContain('nothing has come of it: redeploy checkout')
})

it.each([
  ['approve', { asked: { ...plan, twoPeople: true }, runBy: 'ada' }, 'it takes two people, and ada started it'],
  ['approve', { state: 'resolved' }, 'it is resolved: there is nothing left to decide'],
  ['refuse', { state: 'working' }, 'nobody is asked any more'],
  [
    'approve',
    { asked: { ...plan, title: 'roll back checkout', plan: 'f'.repeat(16) } },
    'something else is asked by now: roll back checkout',
  ],
] as const)('says why %s came to nothing: %o', async (act, meanwhile, why) => {
  const there = anAndonWith(asking())
  const POST = () => {
    there.keepIncident({ ...asking(), ...meanwhile })
    return { status: 202, message: '' }
  }
  const { code, remarked } = await typed(`${act} checkout-1`, clientsFor({ ...there.handlers, POST }))
  expect(code).toBe(1)
  expect(remarked).toContain(`${why}. Look again`)
})
