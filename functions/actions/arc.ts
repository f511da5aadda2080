import { defineAction } from './action.ts'
import type { ZonalShift } from './arc-commands.ts'
import {
  cancelZonalShift,
  getManagedResource,
  refuseUnlessOthersServe,
  refuseWhileShifted,
  shiftInput,
  startZonalShift,
  type ShiftInput,
} from './arc-zones.ts'
import { CannotAct } from './failure.ts'
import { noteOf } from './note.ts'

// Amazon Application Recovery Controller. Every export is an action.

/** Takes one Availability Zone out of a load balancer's traffic, for some hours at most. */
export const shiftZone = defineAction({
  input: shiftInput,
  fixed: ['loadBalancer'],
  does: 'moves a load balancer’s traffic away from one Availability Zone; it comes back by itself after the hours given',
  risk: 'reversible',
  locks: ({ loadBalancer }) => `elasticloadbalancing ${nameOf(loadBalancer)}`,
  wait: { minutes: 10 },
  refuses: [
    'a zonal shift of the load balancer is under way',
    'AWS itself moves traffic away from a zone of the load balancer',
    'the load balancer is not in the zone',
    'the load balancer sends no traffic to the zone',
    'no other zone would be left to serve',
  ],
  reads: { getManagedResource },
  changes: { startZonalShift, cancelZonalShift },

  async look(arc, { loadBalancer, awayFrom }) {
    const managed = await arc.getManagedResource({ resourceIdentifier: loadBalancer })
    refuseWhileShifted(managed, nameOf(loadBalancer))
    refuseUnlessOthersServe(managed, nameOf(loadBalancer), awayFrom)
    return { zones: Object.keys(managed.appliedWeights ?? {}).sort() }
  },
  group: ({ loadBalancer, awayFrom }, { zones }) => ({
    name: `elasticloadbalancing ${nameOf(loadBalancer)}`,
    size: zones.length,
    members: [awayFrom],
  }),

  title: ({ loadBalancer, awayFrom, hours }, seen) =>
    `shift traffic of ${nameOf(loadBalancer)} away from ${awayFrom}${seen ? ` (of ${seen.zones.join(', ')})` : ''} for ${inWords(hours)}`,

  async act(arc, { loadBalancer, awayFrom, hours }, _, mark) {
    const comment = noteOf(mark)
    const managed = await arc.getManagedResource({ resourceIdentifier: loadBalancer })
    const ours = managed.zonalShifts?.find((shift) => shift.comment === comment)
    if (ours !== undefined) return shifted(loadBalancer, awayFrom, ours)
    refuseWhileShifted(managed, nameOf(loadBalancer))
    refuseUnlessOthersServe(managed, nameOf(loadBalancer), awayFrom)
    const started = await arc.startZonalShift({
      resourceIdentifier: loadBalancer,
      awayFrom,
      expiresIn: `${hours}h`,
      comment,
    })
    return shifted(loadBalancer, awayFrom, started)
  },

  async undo(arc, { loadBalancer, awayFrom }, _, mark) {
    const { zonalShifts = [] } = await arc.getManagedResource({ resourceIdentifier: loadBalancer })
    const ours = zonalShifts.find(({ comment }) => comment === noteOf(mark))
    if (ours?.zonalShiftId === undefined) {
      const other = zonalShifts.find((shift) => shift.awayFrom === awayFrom)
      if (other === undefined) return `the shift of ${nameOf(loadBalancer)} away from ${awayFrom} is over`
      // Somebody may have made ours longer, with a comment of their own.
      throw new CannotAct(
        `traffic of ${nameOf(loadBalancer)} stays away from ${awayFrom}, for somebody else wants it so (“${other.comment ?? 'no comment'}”)`,
      )
    }
    await arc.cancelZonalShift({ zonalShiftId: ours.zonalShiftId })
    return `traffic of ${nameOf(loadBalancer)} goes to ${awayFrom} again`
  },
})

function shifted(loadBalancer: ShiftInput['loadBalancer'], zone: string, { expiryTime }: ZonalShift): string {
  const until = expiryTime === undefined ? '' : ` until ${expiryTime.toISOString()}`
  return `traffic of ${nameOf(loadBalancer)} goes to other zones than ${zone}${until}`
}

/** `app/checkout/50dc6c495c0c9188`, as CloudWatch names it too. */
const nameOf = (loadBalancer: string) => loadBalancer.split(':loadbalancer/').at(-1) ?? loadBalancer
const inWords = (hours: number) => (hours === 1 ? '1 hour' : `${hours} hours`)
