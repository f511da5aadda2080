import fc from 'fast-check'
import type { AdmittedDevice } from '../../functions/domain/admitted-device.ts'
import { instant } from '../../functions/domain/instant.ts'
import { bringIn } from '../../functions/usecases/bring-in-health.ts'
import { endDeparted } from '../../functions/usecases/end-departed.ts'
import { partsOf } from '../../functions/usecases/watch-lamps.ts'
import { at } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

const device = (light: string, certificate: string, but: Partial<AdmittedDevice> = {}): AdmittedDevice => ({
  light,
  certificate,
  at: at('07:30'),
  ...but,
})

/** The devices that the table knows, in AWS IoT's hands. @param lights those of the config */
function aHouse(lights: readonly string[], ...devices: readonly AdmittedDevice[]) {
  const { incidents, clock } = aTable().ports
  const known = new Map(devices.map((each) => [each.certificate, each]))
  const shutOut: string[] = []
  let isAway: (device: AdmittedDevice) => boolean = () => false
  let config = new Set(lights)
  return {
    ports: {
      incidents,
      clock,
      platform: 'platform',
      isInConfig: (light: string) => config.has(light),
      devices: {
        all: async () => [...known.values()],
        update: async (each: AdmittedDevice) => void known.set(each.certificate, each),
      },
      access: {
        async end(each: AdmittedDevice) {
          if (isAway(each)) throw new Error(`AWS IoT is away for ${each.certificate}`)
          shutOut.push(each.certificate)
        },
      },
    },
    known,
    shutOut,
    deploy: (...names: string[]) => (config = new Set(names)),
    failFor: (isSo: typeof isAway) => (isAway = isSo),
  }
}

it('shuts out whose light has left the config, and nobody else', async () => {
  const house = aHouse(['desk-1'], device('desk-1', 'aa11'), device('wall', 'bb22'))
  expect(await endDeparted(house.ports)).toEqual([device('wall', 'bb22')])
  expect(house.shutOut).toEqual(['bb22'])
  expect(house.known.get('bb22')).toMatchObject({ endedAt: at('09:00') })
  expect(house.known.get('aa11')).toEqual(device('desk-1', 'aa11'))
})

it('leaves those be that were shut out before', async () => {
  const house = aHouse([], device('wall', 'bb22', { at: at('06:00'), endedAt: at('08:30') }))
  expect(await endDeparted(house.ports)).toEqual([])
  expect(house.shutOut).toEqual([])
})

it('ends a device once more that was let in while it was ended: AWS IoT may have been slower', async () => {
  const house = aHouse([], device('wall', 'bb22', { at: at('07:59'), endedAt: at('08:00') }))
  await endDeparted(house.ports)
  await endDeparted(house.ports)
  expect(house.shutOut).toEqual(['bb22'])
})

it('goes on after one that it cannot shut out, says so, and tries again', async () => {
  const house = aHouse([], device('desk-1', 'aa11'), device('wall', 'bb22'))
  house.failFor(({ light }) => light === 'desk-1')
  await expect(endDeparted(house.ports)).rejects.toThrow('1 devices could not be ended')
  expect(house.shutOut).toEqual(['bb22'])

  house.failFor(() => false)
  expect(await endDeparted(house.ports)).toEqual([device('desk-1', 'aa11')])
})

it('ends the call about a lamp that nobody looks at any more', async () => {
  const house = aHouse([], device('wall', 'bb22'))
  const { ports } = house
  const [lamp] = partsOf('wall', 'the lamp itself')
  const before = await ports.incidents.lookUp({ keys: [lamp.name], lines: ['platform'] })
  await bringIn(ports, before, lamp, { kind: 'unwell', because: 'it is off' }, at('08:50'))

  await endDeparted(ports)
  const after = await ports.incidents.lookUp({ keys: [lamp.name] })
  expect(after.memoryOf(lamp.name)?.incident).toMatchObject({
    state: 'resolved',
    resolvedBy: 'the deployment without this light',
  })
})

it('lets nobody stay whose light was ever away when it looked, in whatever order lights come, leave and come again', async () => {
  const names = ['desk-1', 'desk-2', 'wall']
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('deploy' as const), lights: fc.subarray(names) }),
      fc.record({ kind: fc.constant('enrol' as const), light: fc.constantFrom(...names) }),
      fc.record({ kind: fc.constant('look' as const), fails: fc.subarray(names) }),
    ),
  )
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const house = aHouse(names)
      const mayStay = new Map<string, string>()
      for (const [nth, step] of all.entries()) {
        if (step.kind === 'deploy') house.deploy(...step.lights)
        if (step.kind === 'enrol' && house.ports.isInConfig(step.light)) {
          await house.ports.devices.update(device(step.light, `${nth}`, { at: instant(nth) }))
          mayStay.set(`${nth}`, step.light)
        }
        if (step.kind === 'look') {
          house.failFor(({ light }) => step.fails.includes(light))
          await endDeparted(house.ports).catch(() => undefined)
          for (const [certificate, light] of mayStay)
            if (!house.ports.isInConfig(light) && !step.fails.includes(light)) mayStay.delete(certificate)
        }
      }
      const stayed = [...house.known.keys()].filter((certificate) => !house.shutOut.includes(certificate))
      expect(stayed.sort()).toEqual([...mayStay.keys()].sort())
    }),
  )
})
