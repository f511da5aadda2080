import type { History } from './history.ts'
import { World } from './world.ts'

/** The second countermeasure asks, and somebody approves it; the alarm never clears. */
const oneApproval: History = {
  trust: { restart: 'suggest', reboot: 'observe', 'reboot-twice': 'observe' },
  rules: {
    cooldown: 1,
    actsPerHour: 20,
    machinesPerHour: 20,
    radius: 2,
    twoPeople: false,
    undoes: false,
  },
  happenings: [{ after: 0, what: { kind: 'alarm', alarm: 0, state: 'alarm', deliveries: [0.2] } }],
  ambushes: [],
  answers: [
    { by: 'ada', yes: true, after: 1, deliveries: [0.2] },
    { by: 'bob', yes: true, after: 100, deliveries: [0.2] },
  ],
  fates: [],
  starts: [],
  streamTwice: [],
  choices: new Uint8Array(),
}

it('two countermeasures with one approval take at most 20 durable operations and 5 invocations', async () => {
  const world = await new World(oneApproval).live()
  const run = [...world.runs.executions.values()].find(({ name }) => name.endsWith('-2'))
  expect(world.aws.calls.map(({ action }) => action)).toEqual(['redeploy', 'reboot'])
  expect(world.written.filter(({ change }) => change.entry.kind === 'approved')).toHaveLength(1)
  // As AWS counts: the execution, each attempt of a step, each wait, and each callback.
  const operations = run?.operations.reduce((sum, { tries }) => sum + Math.max(1, tries), 1)
  expect([operations, run?.invocations]).toEqual([13, 4])
})
