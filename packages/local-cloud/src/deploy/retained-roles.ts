import type { Collection, Store } from '../store.ts'
import type { Resource, Template } from '../template/template.ts'

type Kept = Pick<Resource, 'logicalId' | 'properties' | 'ref' | 'arn'>

const rolesIn = (store: Store): Collection<Kept> => store.collection('retained-roles')

/** Roles of earlier deployments that CloudFormation was told to leave: what began with them goes on with them. */
export const retainedRoles = (store: Store): Resource[] =>
  rolesIn(store)
    .entries()
    .map(([, { arn, ...role }]) => ({
      ...role,
      arn,
      type: 'AWS::IAM::Role',
      attributes: { Arn: arn },
      metadata: {},
      path: undefined,
      retained: true,
    }))

/** Remembers those of this deployment that later ones are to leave. */
export function retainRoles(template: Template, store: Store): void {
  const retained = template.resources.filter(({ type, retained: isLeft }) => type === 'AWS::IAM::Role' && isLeft)
  store.together(() => {
    for (const { logicalId, properties, ref, arn } of retained) {
      rolesIn(store).put(arn, { logicalId, properties, ref, arn })
    }
  })
}
