import { CfnParameter, CfnRule, Fn, type Stack } from 'aws-cdk-lib'

/** No stage can have this name (`settings.ts`). */
const noStage = '(none)'

/**
 * Refuses another stage in the same account and region before anything is changed. All stages have one stack's name, and
 * `cdk deploy` leaves a parameter of a deployed stack as it is; so this one tells which stage is deployed, and the rule,
 * which CloudFormation reads first of all, holds it against the one that is coming. It takes no call at synth.
 */
export function allowOneStage(stack: Stack, stage: string = noStage): void {
  const deployed = new CfnParameter(stack, 'Stage', {
    default: stage,
    description: 'The stage that lives here. It is changed only to give this Andon the name of another stage.',
  })
  const mine = stage === noStage ? 'this one, which has no stage,' : `the stage ${stage}`
  new CfnRule(stack, 'OneStage', {
    assertions: [
      {
        assert: Fn.conditionEquals(deployed.valueAsString, stage),
        assertDescription:
          `Another stage of Andon lives in this account and region, which hold one. Nothing was changed. ` +
          `Deploy ${mine} to another account or region, or, to rename the one that lives here, ` +
          `add once: --parameters ${deployed.logicalId}='${stage}'`,
      },
    ],
  })
}
