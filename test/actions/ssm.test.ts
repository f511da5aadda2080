import { runAutomation, runCommand } from '../../functions/actions/ssm.ts'
import { aManager, instance, online } from './a-manager.ts'
import { itKeepsTheContract } from './contract.ts'
import { grantTexts } from './grant-texts.ts'

const tagged = { key: 'team', value: 'checkout' }
const assumeRole = 'arn:aws:iam::000000000000:role/automation/restarts'
const parameters = { commands: ['systemctl restart checkout'] }

type World = ReturnType<typeof aManager>
const senseless = (kind: 'Automation' | 'Command') => {
  const where = (change: (all: World) => void) => () => {
    const all = aManager(kind)
    change(all)
    return all
  }
  return {
    where,
    ofDocument: {
      'the document is of another kind': {
        world: where(({ document }) => (document.DocumentType = 'Policy')),
        says: `Restart-Checkout is not of the kind ${kind} but Policy`,
      },
      'the document is not active': {
        world: where(({ document }) => (document.Status = 'Updating')),
        says: 'Restart-Checkout is not active but Updating',
      },
      'the document does not take these parameters, or needs others too': {
        world: where(({ document }) => document.Parameters?.push({ Name: 'service' })),
        says: 'Restart-Checkout needs service too',
      },
    },
  }
}
const nonsense = [
  [{ document: 'a*' }, 'document'],
  [{ document: 'arn:aws:ssm:eu-central-1:1:document/x' }, 'document'],
  [{ document: 'Restart-Checkout', version: '$LATEST' }, 'version'],
  [{ document: 'Restart-Checkout', parameters: { commands: 'reboot' } }, 'parameters.commands'],
] as const
const forCommands = senseless('Command')

await itKeepsTheContract('ssm', {
  runAutomation: {
    given: { document: 'Restart-Checkout', parameters, assumeRole },
    world: () => aManager('Automation'),
    refuses: [
      ...nonsense,
      [{ document: 'Restart-Checkout' }, 'assumeRole'],
      [{ document: 'Restart-Checkout', assumeRole: 'restarts' }, 'assumeRole'],
      [{ document: 'Restart-Checkout', assumeRole: `${assumeRole}*` }, 'assumeRole'],
    ],
    senseless: senseless('Automation').ofDocument,
  },
  runCommand: {
    given: { document: 'Restart-Checkout', parameters, tagged, atMost: 1 },
    names: ['Restart-Checkout', 'team=checkout'],
    world: () => aManager('Command'),
    refuses: [
      ...nonsense,
      [{ document: 'Restart-Checkout' }, 'instance'],
      [{ document: 'Restart-Checkout', instance: '*' }, 'instance'],
      [{ document: 'Restart-Checkout', tagged: { key: 'team' } }, 'tagged.value'],
      [{ document: 'Restart-Checkout', tagged, atMost: 51 }, 'atMost'],
    ],
    senseless: {
      ...forCommands.ofDocument,
      'Systems Manager knows no such instance': {
        world: forCommands.where(({ world }) => (world.instances = [])),
        says: 'Systems Manager knows no instance tagged team=checkout',
      },
      'none of the instances is online': {
        world: forCommands.where(({ world }) => (world.instances = [{ ...online(1), PingStatus: 'ConnectionLost' }])),
        says: 'Systems Manager reaches no instance tagged team=checkout',
      },
      'more than `atMost` instances are online': {
        world: forCommands.where(({ world }) => (world.instances = [online(1), online(2)])),
        says: 'it would run on 2 instances tagged team=checkout, and at most 1 is allowed',
      },
    },
  },
})

describe('run automation', () => {
  const input = { document: 'Restart-Checkout', parameters, assumeRole }

  it('starts one execution for each act, by a token that is made of its mark', async () => {
    const { session, world } = aManager('Automation')
    const action = runAutomation.on(input)
    const plan = await action.look(session)
    await action.act(session, plan, 'i-1-0')
    await action.act(session, plan, 'i-1-0')
    await action.act(session, plan, 'i-1-1')
    expect([...world.automations.values()]).toHaveLength(2)
    expect([...world.automations.values()][0]).toMatchObject({
      DocumentVersion: '3',
      Parameters: { commands: ['systemctl restart checkout'], AutomationAssumeRole: [assumeRole] },
    })
  })

  it('runs no document that takes no role: it would act as the playbook', async () => {
    const { session, document } = aManager('Automation')
    document.Parameters = [{ Name: 'commands' }]
    await expect(runAutomation.on(input).look(session)).rejects.toThrow(
      'Restart-Checkout does not take AutomationAssumeRole',
    )
  })
})

describe('run command', () => {
  const action = runCommand.on({ document: 'Restart-Checkout', parameters, tagged, atMost: 3 })

  it('says what is run where, and runs it on exactly those, one after the other', async () => {
    const { session, world } = aManager('Command')
    world.instances = [online(3), { ...online(4), PingStatus: 'ConnectionLost' }, online(2), online(1)]
    expect(action.title()).toBe(
      'run Restart-Checkout on instance tagged team=checkout (commands: systemctl restart checkout)',
    )
    const plan = await action.look(session)
    expect(action.title(plan)).toBe(
      'run Restart-Checkout on i-0123456789abcde10 and 2 more instances, tagged team=checkout (commands: systemctl restart checkout)',
    )
    expect(world.filters).toEqual([
      { Key: 'tag:team', Values: ['checkout'] },
      { Key: 'ResourceType', Values: ['EC2Instance'] },
    ])
    world.instances.push(online(5))
    expect(await action.act(session, plan, 'i-1-0')).toMatch(
      /^Restart-Checkout was sent to 3 instances, one after the other \(92853adf-/,
    )
    expect(world.commands).toEqual([
      {
        DocumentName: 'Restart-Checkout',
        DocumentVersion: '3',
        InstanceIds: ['i-0123456789abcde10', 'i-0123456789abcde20', 'i-0123456789abcde30'],
        Parameters: parameters,
        Comment: 'Andon, incident i-1-0',
        MaxConcurrency: '1',
        MaxErrors: '0',
        TimeoutSeconds: 3600,
      },
    ])
  })

  it('is not run by an instance that comes back long after', async () => {
    const { session, world } = aManager('Command')
    const one = runCommand.on({ document: 'Restart-Checkout', parameters, instance })
    await one.act(session, await one.look(session), 'i-1-0')
    expect(world.commands).toMatchObject([{ InstanceIds: [instance], TimeoutSeconds: 120 }])
  })

  it('says no more of long parameters than a title holds', () => {
    const long = { commands: ['echo one\necho two', 'x'.repeat(300)] }
    const { title } = runCommand.on({ document: 'AWS-RunShellScript', parameters: long, instance })
    expect(title()).toMatch(/^run AWS-RunShellScript on instance \S+ \(commands: echo one echo two, x+…\)$/)
    expect(title().length).toBeLessThan(200)
  })

  it('locks the instance as its other actions do, or all of the tag', () => {
    expect(runCommand.on({ document: 'Restart-Checkout', instance }).locks).toBe(`ec2 instance/${instance}`)
    const spaced = { key: 'our team', value: 'checkout' }
    expect(runCommand.on({ document: 'Restart-Checkout', tagged: spaced }).locks).toBe(
      'ec2 instances/our+team=checkout',
    )
  })
})

describe('names the calls that it makes', () => {
  it('to an Automation, and the role that it passes on', () => {
    const grants = (document: string, version?: string) =>
      grantTexts(runAutomation.on({ document, assumeRole, ...(version && { version }) }))
    const passes =
      'iam:PassRole iam::000000000000:role/automation/restarts {"StringEquals":{"iam:PassedToService":"ssm.amazonaws.com"}}'
    expect(grants('Restart-Checkout', '3')).toEqual([
      'ssm:DescribeDocument ssm:::document/Restart-Checkout',
      'ssm:StartAutomationExecution ssm:::document/Restart-Checkout',
      'ssm:StartAutomationExecution ssm:::automation-definition/Restart-Checkout:3',
      'ssm:StartAutomationExecution ssm:::automation-execution/*',
      passes,
    ])
    expect(grants('AWS-RestartEC2Instance')).toContain(
      'ssm:StartAutomationExecution ssm:::automation-definition/AWS-RestartEC2Instance:*',
    )
  })

  it('to a document of AWS’s own without an account', () => {
    const accountOf = (document: string) =>
      runCommand.on({ document, instance }).calls[0]?.grants.flatMap(({ on }) => ('noResource' in on ? [] : on))
    expect(accountOf('AWS-RunShellScript')).toMatchObject([{ account: '' }])
    expect(accountOf('AmazonCloudWatch-ManageAgent')).toMatchObject([{ account: '' }])
    expect(accountOf('Restart-Checkout')).not.toHaveProperty('0.account')
  })

  it.each([
    [{ instance }, `${instance}`],
    [{ instance, tagged }, `${instance} {"StringEquals":{"ssm:resourceTag/team":"checkout"}}`],
    [{ tagged }, '* {"StringEquals":{"ssm:resourceTag/team":"checkout"}}'],
  ])('to the instances that it may reach: %j', (which, on) => {
    expect(grantTexts(runCommand.on({ document: 'Restart-Checkout', ...which }))).toEqual([
      'ssm:DescribeDocument ssm:::document/Restart-Checkout',
      'ssm:DescribeInstanceInformation *',
      'ssm:SendCommand ssm:::document/Restart-Checkout',
      `ssm:SendCommand ec2:::instance/${on}`,
    ])
  })
})
