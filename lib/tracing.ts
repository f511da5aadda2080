import { Aws, CfnCondition, CfnResource, Fn, Stack } from 'aws-cdk-lib'
import type { Function } from 'aws-cdk-lib/aws-lambda'

const condition = 'Traced'

/**
 * Has X-Ray trace the function, but for China's partition, where Lambda has no X-Ray and refuses a function that asks for
 * it. The template settles it at deployment: only then is it always known where that is.
 */
export function traceWherePossible(lambda: Function): void {
  const stack = Stack.of(lambda)
  if (stack.node.tryFindChild(condition) === undefined) {
    const isChina = Fn.conditionEquals(Aws.PARTITION, 'aws-cn')
    new CfnCondition(stack, condition, { expression: Fn.conditionNot(isChina) })
  }
  const resource = lambda.node.defaultChild
  if (!CfnResource.isCfnResource(resource)) throw new Error(`${lambda.node.path} is no resource`)
  resource.addPropertyOverride('TracingConfig', Fn.conditionIf(condition, { Mode: 'Active' }, Aws.NO_VALUE))
}
