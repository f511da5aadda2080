import { stopAndStart } from '../../functions/actions/ec2.ts'
import { Throttled } from '../../functions/actions/failure.ts'
import { aMachine, instance } from './a-machine.ts'
import { awsError } from './an-imitation.ts'

const action = stopAndStart.on({ instance })

it('stops no machine whose root is on an instance store, whatever its type has', async () => {
  const { session, machine } = aMachine()
  machine.RootDeviceType = 'instance-store'
  await expect(action.look(session)).rejects.toThrow('has instance-store disks, whose content would be lost')
})

it('stops no machine of which AWS does not say the type', async () => {
  const { session, machine, made } = aMachine()
  delete machine.InstanceType
  await expect(action.look(session)).rejects.toThrow(
    `${instance} may have instance-store disks, for AWS does not say of which type it is`,
  )
  expect(made).not.toContain('DescribeInstanceTypes')
})

it('has begun nothing when the call to stop it was not taken', async () => {
  const { session, answers, machine } = aMachine()
  const plan = await action.look(session)
  answers.StopInstances = () => {
    throw awsError('RequestLimitExceeded', 'too many calls')
  }
  await expect(action.act(session, plan, 'mark')).rejects.toBeInstanceOf(Throttled)
  expect(machine.State).toEqual({ Name: 'running' })
})
