import type { Guard } from '../../functions/domain/guards/guard.ts'
import { guards } from '../../functions/domain/guards/guards.ts'
import { history } from './history.ts'
import { explained, liveThrough } from './lived.ts'
import type { Property } from './oracles.ts'
import type { Broken } from './facts.ts'

// Each oracle is shown a world in which what it watches for is not prevented: one that finds nothing there proves nothing.

const without = (...names: string[]): Broken => ({
  guards: guards.filter(({ name }: Guard) => !names.includes(name)),
})
/** Histories; most are found within a few dozens. */
const most = 1500

it.each<[Property, string, Broken]>([
  ['never two machines on one resource', 'resource-busy', without('resource-busy')],
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

/** Two machines begin at the same thing at the same time: that seldom happens by itself. */
const racing = history.map((each) => ({
  ...each,
  trust: { restart: 'auto', reboot: 'auto', 'reboot-twice': 'auto' } as const,
  rules: { ...each.rules, cooldown: 1, actsPerHour: 20, machinesPerHour: 20, radius: 2 } as const,
  happenings: [1, 3].map((alarm) => ({
    after: 0 as const,
    what: { kind: 'alarm' as const, alarm, state: 'alarm' as const, deliveries: [0.2] as const },
  })),
}))

it('never two machines on one resource: finds that an act is counted whatever others did meanwhile', async () => {
  const property = 'never two machines on one resource'
  expect((await liveThrough(11, 200, {}, property, racing)).found).toEqual(new Map())
  expect((await liveThrough(11, most, { what: 'leases' }, property, racing)).found.has(property)).toBe(true)
})

it('tells of the smallest history that is wrong, and how to live through it again', async () => {
  const broken = without('line-stopped')
  const lived = await liveThrough(11, most, broken, 'never on a stopped line')
  const text = await explained(lived, 'never on a stopped line', broken)
  expect(text).toMatch(/^never on a stopped line: seed 11, path "[\d:]+"\n.* while its line was stopped\n/)
  expect(text).toContain('a cord stopped the line')
  expect(text).toContain('AWS: ')
})
