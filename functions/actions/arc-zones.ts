import * as z from 'zod/mini'
import { callsOf } from './api-call.ts'
import { ARCZonalShiftClient } from './arc-client.ts'
import {
  CancelZonalShiftCommand,
  GetManagedResourceCommand,
  StartZonalShiftCommand,
  type ManagedResource,
} from './arc-commands.ts'
import { CannotAct } from './failure.ts'
import { own } from '../domain/own.ts'
import { inputOf, wholeNumber } from './input.ts'
import { fromArn } from './resource.ts'

// A load balancer and the zones that it is in: the calls, and what they read of it.

export const shiftInput = inputOf({
  loadBalancer: z
    .string('some text')
    .check(
      z.regex(
        /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/(app|net)\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16}$/,
        'the ARN of an Application or Network Load Balancer',
      ),
      z.describe('the ARN of an Application or Network Load Balancer'),
    ),
  awayFrom: z
    .string('some text')
    .check(
      z.regex(/^[a-z0-9]{3,10}-az\d{1,2}$/, 'the id of an Availability Zone, such as euc1-az1'),
      z.describe('the id (not the name) of the Availability Zone, such as euc1-az1'),
    ),
  hours: wholeNumber(1, 72).check(z.describe('after how many hours traffic goes to the zone again by itself: 1 to 72')),
})
export type ShiftInput = z.infer<typeof shiftInput>

const call = callsOf(ARCZonalShiftClient, 'arc-zonal-shift')
const loadBalancer = { on: ({ loadBalancer }: ShiftInput) => fromArn(loadBalancer) }
export const getManagedResource = call(GetManagedResourceCommand, loadBalancer)
export const startZonalShift = call(StartZonalShiftCommand, loadBalancer)
export const cancelZonalShift = call(CancelZonalShiftCommand, loadBalancer)

/** Whatever moves traffic away already: two shifts at once, by two hands, are more than anybody can oversee. */
export function refuseWhileShifted({ zonalShifts = [], autoshifts = [] }: ManagedResource, name: string): void {
  const [shift] = zonalShifts
  if (shift !== undefined) {
    const comment = shift.comment === undefined ? '' : ` (“${shift.comment}”)`
    throw new CannotAct(`traffic of ${name} is shifted away from ${shift.awayFrom} already${comment}`)
  }
  const [autoshift] = autoshifts
  if (autoshift === undefined) return
  throw new CannotAct(`AWS itself shifts traffic of ${name} away from ${autoshift.awayFrom}, so it was left alone`)
}

export function refuseUnlessOthersServe({ appliedWeights = {} }: ManagedResource, name: string, zone: string): void {
  const weight = own(appliedWeights, zone)
  const zones = Object.keys(appliedWeights).sort().join(', ')
  if (weight === undefined) throw new CannotAct(`${name} is not in ${zone}: it is in ${zones || 'no zone'}`)
  if (weight === 0) throw new CannotAct(`no traffic of ${name} goes to ${zone} as it is`)
  const others = Object.entries(appliedWeights).filter(([other, weight]) => other !== zone && weight > 0)
  if (others.length === 0) throw new CannotAct(`${name} serves from no zone but ${zone}`)
}
