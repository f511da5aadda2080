import { quarantine } from '../../functions/actions/ec2.ts'
import { aMachine, instance, isolation } from './a-machine.ts'

describe('quarantine', () => {
  const action = quarantine.on({ instance, securityGroup: isolation })

  it('keeps snapshots of its volumes, and leaves it the one group', async () => {
    const { session, machine, made } = aMachine()
    expect(await action.act(session, await action.look(session), 'mark')).toBe(
      `${instance} is left with ${isolation} alone; snapshots of its volumes: snap-1, snap-2`,
    )
    expect(machine.SecurityGroups).toEqual([{ GroupId: isolation }])
    expect(made.indexOf('CreateSnapshots')).toBeLessThan(made.indexOf('ModifyInstanceAttribute'))
  })

  it('names the snapshots that a try before it began, behind pages', async () => {
    const { session, world } = aMachine()
    world.snapshots.push({ SnapshotId: 'snap-8', mark: 'mark' }, { SnapshotId: 'snap-9', mark: 'mark' })
    expect(await action.act(session, await action.look(session), 'mark')).toMatch(/: snap-8, snap-9$/)
    expect(world.snapshots).toHaveLength(2)
  })

  it.each(['act', 'undo'] as const)('leaves alone what somebody changed meanwhile: %s', async (what) => {
    const { session, machine, world } = aMachine()
    const plan = await action.look(session)
    machine.SecurityGroups = [{ GroupId: 'sg-0ccccccccccccccc0' }]
    await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow(
      `somebody gave ${instance} other security groups (sg-0ccccccccccccccc0), so they were left`,
    )
    expect(world.snapshots).toEqual([])
  })

  it('says when an Auto Scaling group may replace it', async () => {
    const { session, machine } = aMachine()
    machine.Tags?.push({ Key: 'aws:autoscaling:groupName', Value: 'web' })
    expect(action.title(await action.look(session))).toMatch(/ \(its Auto Scaling group may replace it\)$/)
  })
})
