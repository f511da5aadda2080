import type { Guard } from '../../functions/domain/guards/guard.ts'
import { guards } from '../../functions/domain/guards/guards.ts'
import type { History } from './history.ts'
import { explained, liveThrough, wrongIn } from './lived.ts'
import type { Property } from './oracles.ts'
import type { Broken } from './world.ts'

// Each oracle is shown a world in which what it watches for is not prevented: one that finds nothing there proves nothing.

const without = (...names: string[]): Broken => ({
  guards: guards.filter(({ name }: Guard) => !names.includes(name)),
})
/** Histories; most are found within a few dozens. */
const most = 1500

it.each<[Property, string, Broken]>([
  ['never two machines on one resource', 'resource-busy', without('resource-busy')],
  ['never two machines on one resource', 'the condition on which an act is counted', { what: 'leases' }],
  ['never within a cooldown', 'cooldown', without('cooldown')],
  ['never past a breaker', 'hourly-breaker', without('hourly-breaker')],
  ['never past a radius', 'blast-radius', without('blast-radius')],
  ['never within a maintenance window', 'maintenance', without('maintenance')],
  ['never past a kill switch', 'machines-stopped', without('machines-stopped')],
  ['never on a stopped line', 'line-stopped', without('line-stopped')],
  ['never after a hold, a refusal or the end of its incident', 'in-peoples-hands', without('in-peoples-hands')],
  ['never after a hold, a refusal or the end of its incident', 'incident-over', without('incident-over')],
  [
    'never by someone who may not, and never another plan than was approved',
    'needs-approval',
    without('needs-approval'),
  ],
  ['never twice', 'steps that are done at most once', { what: 'at-most-once' }],
  ['never stuck', 'telling who waits', { what: 'releases' }],
  ['never `working` while nothing works', 'starting runs', { what: 'starts' }],
])('%s: finds a history where there is no %s', async (property, _, broken) => {
  const { found } = await liveThrough(11, most, broken, property)
  expect(found.has(property)).toBe(true)
})

it('tells of the smallest history that is wrong, and how to live through it again', async () => {
  const broken = without('line-stopped')
  const lived = await liveThrough(11, most, broken, 'never on a stopped line')
  const text = await explained(lived, 'never on a stopped line', broken)
  expect(text).toMatch(/^never on a stopped line: seed 11, path "[\d:]+"\n.* while its line was stopped\n/)
  expect(text).toContain('a cord stopped the line')
  expect(text).toContain('AWS: ')
})

/** What is suggested waits for another machine, is taken from it, and is started once more. */
const startedTwice: History = {
  trust: { restart: 'observe', reboot: 'auto', 'reboot-twice': 'suggest' },
  rules: { cooldown: 1, actsPerHour: 20, machinesPerHour: 20, radius: 2, twoPeople: false, undoes: false },
  happenings: [
    { after: 0, what: { kind: 'alarm', alarm: 1, state: 'alarm', deliveries: [0.2] } },
    { after: 5, what: { kind: 'alarm', alarm: 3, state: 'alarm', deliveries: [0.2] } },
    { after: 20, what: { kind: 'alarm', alarm: 3, state: 'no-data', deliveries: [0.2] } },
  ],
  ambushes: [],
  answers: [
    { by: 'ada', yes: true, after: 1, deliveries: [0.2] },
    { by: 'ada', yes: true, after: 10, deliveries: [0.2] },
  ],
  fates: [],
  starts: [],
  streamTwice: [],
  choices: new Uint8Array(),
}

it('never twice: finds that two runs of one incident do the same, where they do not know which they are', async () => {
  expect(await wrongIn(startedTwice, 'never twice')).toMatchObject({ wrong: [] })
  expect(await wrongIn(startedTwice, 'never twice', { what: 'attempts' })).toMatchObject({
    wrong: expect.arrayContaining([expect.stringContaining('which another run does')]),
  })
})
