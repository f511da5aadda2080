import type { Instance } from '@aws-sdk/client-ec2'
import type { ClientOf } from './api-call.ts'
import {
  type describeInstances,
  type describeInstanceTypes,
  findInstance,
  groupOf,
  startInstances,
  stateOf,
  stopInstances,
  type Target,
} from './ec2-instance.ts'
import { CannotAct, NotYet, Throttled } from './failure.ts'

// Stopping one instance of Amazon EC2 and starting it again.

export const restartChanges = { stopInstances, startInstances }
type Restarts = ClientOf<{ describeInstances: typeof describeInstances } & typeof restartChanges>

export const restartRefusals = [
  'it belongs to an Auto Scaling group',
  'it is a Spot Instance',
  'it has instance-store disks, whose content would be lost',
]

export async function refuseToStop(
  ec2: ClientOf<{ describeInstanceTypes: typeof describeInstanceTypes }>,
  { instance }: Target,
  found: Instance,
): Promise<void> {
  const group = groupOf(found)
  if (group !== undefined) {
    throw new CannotAct(`${instance} belongs to the Auto Scaling group ${group}, which would replace it once it stops`)
  }
  if (found.InstanceLifecycle === 'spot') throw new CannotAct(`${instance} is a Spot Instance, which may not come back`)
  const { InstanceType: type } = found
  // Asked for no type, AWS would answer with all of them.
  if (type === undefined) {
    throw new CannotAct(`${instance} may have instance-store disks, for AWS does not say of which type it is`)
  }
  const { InstanceTypes: [known] = [] } = await ec2.describeInstanceTypes({ InstanceTypes: [type] })
  // A type that AWS says nothing about may have them.
  if (found.RootDeviceType === 'instance-store' || known?.InstanceStorageSupported !== false) {
    throw new CannotAct(`${instance} (${type}) has instance-store disks, whose content would be lost`)
  }
}

/** Stops it if it runs, and starts it if it has stopped. Throws `NotYet` from when it was told to stop. */
export async function restart(ec2: Restarts, target: Target, found: Instance): Promise<void> {
  const { instance } = target
  refuseIfGone(instance, found)
  if (stateOf(found) === 'running') await stop(ec2, instance)
  try {
    const still = await findInstance(ec2, target)
    refuseIfGone(instance, still)
    const state = stateOf(still)
    if (state !== 'stopped') throw new NotYet(`${instance} is still ${state}`)
    await ec2.startInstances({ InstanceIds: [instance] })
  } catch (error) {
    const because = `${messageOf(error)}; ${halfDone(instance)}`
    throw error instanceof CannotAct ? new CannotAct(because, { cause: error }) : new NotYet(because, { cause: error })
  }
}

function refuseIfGone(instance: string, found: Instance): void {
  // Having been told to stop, it may be seen running for another moment.
  if (['running', 'stopping', 'stopped'].includes(stateOf(found))) return
  throw new CannotAct(`${instance} is ${stateOf(found)}`)
}

async function stop(ec2: Restarts, instance: string): Promise<void> {
  try {
    await ec2.stopInstances({ InstanceIds: [instance] })
  } catch (error) {
    if (error instanceof CannotAct || error instanceof Throttled) throw error
    // AWS may have taken the call, though its answer was lost.
    throw new NotYet(`${messageOf(error)}; ${halfDone(instance)}`, { cause: error })
  }
}

const halfDone = (instance: string) => `${instance} was told to stop and has not been started again`
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
