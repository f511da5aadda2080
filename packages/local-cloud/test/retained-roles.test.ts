import { retainedRoles, retainRoles } from '../src/deploy/retained-roles.ts'
import { RoleCheck } from '../src/services/iam/role-check.ts'
import { openStore } from '../src/store.ts'
import { templateOf, type WrittenResource } from './template-of.ts'

const arn = (name: string) => `arn:aws:iam::000000000000:role/${name}`

/** A role that the runner assumes, for one action. */
const aPlaybook = (name: string, Action: string, DeletionPolicy?: string): WrittenResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: name,
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arn('runner') } },
    },
    Policies: [{ PolicyName: 'calls', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } }],
  },
  ...(DeletionPolicy !== undefined && { DeletionPolicy }),
})

/** Deployments on one laptop, one after the other. */
function deployed(...deployments: Record<string, WrittenResource>[]) {
  const store = openStore()
  const templates = deployments.map((resources) => {
    const template = templateOf(resources, { retained: retainedRoles(store) })
    retainRoles(template, store, { deployed: true })
    return template
  })
  const template = templates.at(-1)!
  const check = new RoleCheck(template)
  const may = (name: string, action: string) => {
    const caller = { kind: 'role', name, session: 'incident-1' } as const
    return () => check.check(caller, [{ action, resource: '*' }])
  }
  return { may, roles: template.ofType('AWS::IAM::Role').map(({ ref }) => ref), resources: template.resources }
}

const before = {
  Old: aPlaybook('restart-1a', 'ecs:UpdateService', 'RetainExceptOnCreate'),
  Gone: aPlaybook('other', 'ecs:UpdateService'),
}

it('that a deployment has no more stay, and may what they could', () => {
  const { may, roles, resources } = deployed(before, { New: aPlaybook('restart-2b', 'ecs:RunTask', 'Retain') })
  expect(roles).toEqual(['restart-2b', 'restart-1a'])
  expect(may('restart-1a', 'ecs:UpdateService')).not.toThrow()
  expect(may('restart-1a', 'ecs:RunTask')).toThrow('not authorized')
  expect(may('restart-2b', 'ecs:RunTask')).not.toThrow()
  expect(may('other', 'ecs:UpdateService')).toThrow('no role other')
  // They are no part of the template.
  expect(resources.map(({ ref }) => ref)).toEqual(['restart-2b'])
})

it('are as the newest deployment has them that has them at all', () => {
  const back = { Old: aPlaybook('restart-1a', 'ecs:StopTask', 'Retain') }
  const { may, roles } = deployed(before, {}, back)
  expect(roles).toEqual(['restart-1a'])
  expect(may('restart-1a', 'ecs:StopTask')).not.toThrow()
  expect(may('restart-1a', 'ecs:UpdateService')).toThrow('not authorized')
})

it.each([
  ['RetainExceptOnCreate', []],
  ['Retain', [arn('restart-1a')]],
  [undefined, []],
])('with %s, a deployment that fails leaves of what it was to make: %j', (policy, left) => {
  const store = openStore()
  retainRoles(templateOf({ Old: aPlaybook('restart-1a', 'ecs:UpdateService', policy) }), store, { deployed: false })
  expect(retainedRoles(store).map((role) => role.arn)).toEqual(left)
})
