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
      retained: 'always',
    }))

/**
 * Remembers those of this deployment that later ones are to leave.
 * @param deployed whether it came to its end; what a deployment that fails has made goes again, but for `Retain`
 */
export function retainRoles(template: Template, store: Store, { deployed }: { readonly deployed: boolean }): void {
  const isLeft = ({ retained }: Resource) => retained === 'always' || (deployed && retained === 'once-deployed')
  const left = template.resources.filter((resource) => resource.type === 'AWS::IAM::Role' && isLeft(resource))
  store.together(() => {
    for (const { logicalId, properties, ref, arn } of left) {
      rolesIn(store).put(arn, { logicalId, properties, ref, arn })
    }
  })
}
