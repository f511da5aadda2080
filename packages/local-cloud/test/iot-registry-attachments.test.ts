import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  ListAttachedPoliciesCommand,
  ListPrincipalThingsCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsCommand,
  ListThingPrincipalsV2Command,
} from '@aws-sdk/client-iot'
import { arnOf } from '../src/arn.ts'
import { openStore } from '../src/store.ts'
import { named, start } from './iot-registry-started.ts'

describe('what is attached', () => {
  it('is told from both ends, and is there after a restart', async () => {
    const store = openStore()
    const { aws, certify } = await start({ store })
    const [one, two] = [await certify(), await certify()]
    for (const { arn } of [one, two]) {
      await aws.send(new AttachPolicyCommand({ policyName: 'device', target: arn }))
      await aws.send(new AttachThingPrincipalCommand({ thingName: 'desk-1', principal: arn }))
    }
    await aws.send(new AttachPolicyCommand({ policyName: 'claim', target: one.arn }))

    const { aws: later } = await start({ store })
    const device = { policyName: 'device', policyArn: arnOf('iot', 'policy/device') }
    const claim = { policyName: 'claim', policyArn: arnOf('iot', 'policy/claim') }
    expect((await later.send(new ListAttachedPoliciesCommand({ target: one.arn }))).policies).toEqual([claim, device])
    const both = [one.arn, two.arn].sort()
    expect((await later.send(new ListTargetsForPolicyCommand({ policyName: 'device' }))).targets).toEqual(both)
    expect((await later.send(new ListThingPrincipalsCommand({ thingName: 'desk-1' }))).principals).toEqual(both)
    expect((await later.send(new ListPrincipalThingsCommand({ principal: two.arn }))).things).toEqual(['desk-1'])
    expect((await later.send(new ListThingPrincipalsCommand({ thingName: 'desk-2' }))).principals).toEqual([])
  })

  it('exclusively, shares its certificate with no other thing', async () => {
    const { aws, certify } = await start()
    const [alone, shared] = [await certify(), await certify()]
    const attach = (thingName: string, principal: string, thingPrincipalType?: 'EXCLUSIVE_THING') =>
      aws.send(
        new AttachThingPrincipalCommand({ thingName, principal, ...(thingPrincipalType && { thingPrincipalType }) }),
      )
    await attach('desk-1', alone.arn, 'EXCLUSIVE_THING')
    await attach('desk-1', shared.arn)
    await expect(attach('desk-2', alone.arn)).rejects.toThrow('attached to desk-1 exclusively')
    await expect(attach('desk-2', shared.arn, 'EXCLUSIVE_THING')).rejects.toThrow('attached to other things')
    const exclusive = new ListThingPrincipalsV2Command({ thingName: 'desk-1', thingPrincipalType: 'EXCLUSIVE_THING' })
    expect((await aws.send(exclusive)).thingPrincipalObjects).toEqual([
      { principal: alone.arn, thingPrincipalType: 'EXCLUSIVE_THING' },
    ])
  })

  it('must be there, and of this account', async () => {
    const { aws, certify } = await start()
    const { arn } = await certify()
    const nowhere = arnOf('iot', `cert/${'0'.repeat(64)}`)
    const missing = named('ResourceNotFoundException')
    const invalid = named('InvalidRequestException')
    const policy = (policyName: string, target: string) => aws.send(new AttachPolicyCommand({ policyName, target }))
    const thing = (thingName: string, principal: string) =>
      aws.send(new AttachThingPrincipalCommand({ thingName, principal }))
    await expect(policy('none', arn)).rejects.toEqual(missing)
    await expect(policy('device', nowhere)).rejects.toEqual(missing)
    await expect(policy('device', arn.replace('000000000000', '111111111111'))).rejects.toEqual(invalid)
    await expect(policy('device', arnOf('iot', 'thinggroup/all'))).rejects.toEqual(invalid)
    await expect(thing('desk-3', arn)).rejects.toEqual(missing)
    await expect(thing('desk-1', nowhere)).rejects.toEqual(missing)
    await expect(thing('desk-1', 'x')).rejects.toEqual(invalid)
    await expect(thing('desk/1', arn)).rejects.toEqual(invalid)
  })

  it('is at most ten policies', async () => {
    const { aws, certify } = await start()
    const { arn } = await certify()
    const attach = (policyName: string) => aws.send(new AttachPolicyCommand({ policyName, target: arn }))
    for (let nth = 0; nth < 10; nth++) await attach(`p${nth}`)
    await attach('p9')
    await expect(attach('device')).rejects.toEqual(named('LimitExceededException'))
  })
})
