import { quarantine, reboot, stopAndStart } from '../../functions/actions/ec2.ts'
import { CannotAct, NotYet } from '../../functions/actions/failure.ts'
import { aMachine, aMachineWhere, instance, isolation, monthOf } from './a-machine.ts'
import { itKeepsTheContract } from './contract.ts'
import { grantTexts } from './grant-texts.ts'

const tagged = { key: 'team', value: 'checkout' }
const is = (Name: 'stopped' | 'terminated') => aMachineWhere(({ machine }) => (machine.State = { Name }))

const nonsense = [
  [{}, 'instance'],
  [{ instance: 'checkout' }, 'instance'],
  [{ instance: 'i-*' }, 'instance'],
  [{ instance, tagged: 'team' }, 'tagged'],
  [{ instance, tagged: { key: '', value: 'checkout' } }, 'tagged.key'],
  [{ instance, tagged: { key: 'team', value: '${aws:username}' } }, 'tagged.value'],
] as const
const gone = {
  'there is no such instance': {
    world: aMachineWhere(({ world }) => (world.there = false)),
    says: `there is no instance ${instance}`,
  },
  'the instance does not carry the tag': {
    world: aMachineWhere(({ machine }) => (machine.Tags = [{ Key: 'team', Value: 'search' }])),
    says: `${instance} is not tagged team=checkout, so it was left alone`,
  },
}
const idle = {
  ...gone,
  'the instance is not running': { world: is('stopped'), says: `${instance} is not running: it is stopped` },
}

await itKeepsTheContract('ec2', {
  reboot: { given: { instance, tagged }, world: aMachine, refuses: nonsense, senseless: idle },
  stopAndStart: {
    given: { instance, tagged },
    world: aMachine,
    refuses: nonsense,
    senseless: {
      ...idle,
      'it belongs to an Auto Scaling group': {
        world: aMachineWhere(({ machine }) => machine.Tags?.push({ Key: 'aws:autoscaling:groupName', Value: 'web' })),
        says: `${instance} belongs to the Auto Scaling group web, which would replace it once it stops`,
      },
      'it is a Spot Instance': {
        world: aMachineWhere(({ machine }) => (machine.InstanceLifecycle = 'spot')),
        says: `${instance} is a Spot Instance, which may not come back`,
      },
      'it has instance-store disks, whose content would be lost': {
        world: aMachineWhere(({ world }) => (world.hasDisks = true)),
        says: `${instance} (t3.small) has instance-store disks, whose content would be lost`,
      },
    },
  },
  quarantine: {
    given: { instance, tagged, securityGroup: isolation },
    world: aMachine,
    refuses: [
      ...nonsense.map(([input, field]) => [{ ...input, securityGroup: isolation }, field] as const),
      [{ instance }, 'securityGroup'],
      [{ instance, securityGroup: 'sg-*' }, 'securityGroup'],
    ],
    senseless: {
      ...gone,
      'it is shutting down or terminated': { world: is('terminated'), says: `${instance} is terminated` },
      'it is in quarantine already': {
        world: aMachineWhere(({ machine }) => (machine.SecurityGroups = [{ GroupId: isolation }])),
        says: `${instance} has only ${isolation} already`,
      },
      'it has several network interfaces': {
        world: aMachineWhere(({ machine }) => machine.NetworkInterfaces?.push({ NetworkInterfaceId: 'eni-2' })),
        says: /^i-0123456789abcdef0 has 2 network interfaces; /,
      },
      'the security group is in another VPC': {
        world: aMachineWhere(({ world }) => (world.groupsVpc = 'vpc-2')),
        says: `${isolation} is not in the VPC of ${instance}`,
      },
    },
  },
})

describe('reboot', () => {
  const action = reboot.on({ instance, tagged })

  it('reboots the machine that it saw', async () => {
    const { session, world } = aMachine()
    expect(await action.act(session, await action.look(session), 'mark')).toBe(`${instance} was told to reboot`)
    expect(world.reboots).toBe(1)
  })

  it.each([
    [{ LaunchTime: monthOf(5) }, `${instance} was stopped and started meanwhile, so it was left alone`],
    [{ State: { Name: 'stopped' } }, `${instance} is not running: it is stopped`],
    [{ Tags: [] }, `${instance} is not tagged team=checkout, so it was left alone`],
  ] as const)('leaves alone what is another machine now: %j', async (change, says) => {
    const { session, machine, world } = aMachine()
    const plan = await action.look(session)
    Object.assign(machine, change)
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(new CannotAct(says))
    expect(world.reboots).toBe(0)
  })
})

describe('stop and start', () => {
  const action = stopAndStart.on({ instance })
  const failureOf = (work: Promise<unknown>) => work.then(String, (error: unknown) => error)

  it('comes back to a machine that takes its time, and starts it once', async () => {
    const { session, world } = aMachineWhere(({ world }) => (world.stopsFor = 2))()
    const plan = await action.look(session)
    const still = await failureOf(action.act(session, plan, 'mark'))
    expect(still).toBeInstanceOf(NotYet)
    expect(still).toHaveProperty(
      'message',
      `${instance} is still stopping; ${instance} was told to stop and has not been started again`,
    )
    await expect(action.act(session, plan, 'mark')).resolves.toMatch('is starting again')
    await expect(action.act(session, plan, 'mark')).resolves.toBe(`${instance} was started again`)
    expect(world.launches).toBe(1)
  })

  it('does not give up where there is no capacity to start it, and says that it is stopped', async () => {
    const { session, answers } = aMachine()
    const plan = await action.look(session)
    answers.StartInstances = () => {
      throw Object.assign(new Error('no capacity in this zone'), {
        name: 'InsufficientInstanceCapacity',
        $metadata: { httpStatusCode: 500 },
      })
    }
    const failure = await failureOf(action.act(session, plan, 'mark'))
    expect(failure).toBeInstanceOf(NotYet)
    expect(String(failure)).toMatch(/no capacity in this zone; .* has not been started again$/)
  })

  it('says that it left the machine stopped when it may not start it', async () => {
    const { session, answers } = aMachine()
    const plan = await action.look(session)
    answers.StartInstances = () => {
      throw Object.assign(new Error('no'), { name: 'UnauthorizedOperation' })
    }
    const failure = await failureOf(action.act(session, plan, 'mark'))
    expect(failure).toBeInstanceOf(CannotAct)
    expect(String(failure)).toMatch(/^CannotAct: ec2:StartInstances was denied: no; .* has not been started again$/)
  })

  it('leaves alone what somebody stopped again, and what is gone', async () => {
    const { session, machine } = aMachine()
    const plan = await action.look(session)
    machine.State = { Name: 'terminated' }
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(new CannotAct(`${instance} is terminated`))
    Object.assign(machine, { State: { Name: 'stopped' }, LaunchTime: monthOf(5) })
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(
      `${instance} was started again and is stopped now: somebody else is at it`,
    )
  })

  it('says which public address is lost, and says nothing of an Elastic IP', async () => {
    const titleWhere = async (IpOwnerId: string) => {
      const { session, machine } = aMachine()
      machine.NetworkInterfaces = [{ Association: { IpOwnerId, PublicIp: '3.4.5.6' } }]
      return action.title(await action.look(session))
    }
    const plain = `stop instance ${instance} and start it again`
    expect(await titleWhere('amazon')).toBe(`${plain} (its public address 3.4.5.6 changes)`)
    expect(await titleWhere('123456789012')).toBe(plain)
  })

  it('takes a type that EC2 says nothing about for one with disks', async () => {
    const { session, answers } = aMachine()
    answers.DescribeInstanceTypes = () => ({ InstanceTypes: [] })
    await expect(action.look(session)).rejects.toThrow('has instance-store disks')
  })
})

it('names the calls that it makes, on the one instance and only where it carries the tag', () => {
  const carrying = ' {"StringEquals":{"aws:ResourceTag/team":"checkout"}}'
  expect(grantTexts(reboot.on({ instance }))).toEqual([
    'ec2:DescribeInstances *',
    `ec2:RebootInstances ec2:::instance/${instance}`,
  ])
  expect(grantTexts(stopAndStart.on({ instance, tagged }))).toEqual([
    'ec2:DescribeInstances *',
    'ec2:DescribeInstanceTypes *',
    `ec2:StopInstances ec2:::instance/${instance}${carrying}`,
    `ec2:StartInstances ec2:::instance/${instance}${carrying}`,
  ])
  expect(grantTexts(quarantine.on({ instance, tagged, securityGroup: isolation }))).toEqual([
    'ec2:DescribeInstances *',
    'ec2:DescribeSecurityGroups *',
    'ec2:DescribeSnapshots *',
    `ec2:CreateSnapshots ec2:::instance/${instance}${carrying}`,
    'ec2:CreateSnapshots ec2:::volume/*',
    'ec2:CreateSnapshots ec2:::snapshot/* {"Null":{"aws:RequestTag/andon:act":"false"}}',
    'ec2:CreateTags ec2:::snapshot/* {"StringEquals":{"ec2:CreateAction":"CreateSnapshots"}}',
    `ec2:ModifyInstanceAttribute ec2:::instance/${instance}${carrying}`,
    'ec2:ModifyInstanceAttribute ec2:::security-group/*',
  ])
})
