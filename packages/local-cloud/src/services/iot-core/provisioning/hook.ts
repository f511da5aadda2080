import { z } from 'zod'
import { type CloudClock } from '../../../clock.ts'
import { FunctionFailed, type Functions } from '../../lambda/functions.ts'
import { Rejected } from './rejected.ts'
import { type ProvisioningTemplate } from './template.ts'

export interface HookProps {
  readonly functions: Functions
  /** Whether a Lambda permission lets `principal` invoke the function for `sourceArn`. */
  readonly mayInvoke: (functionArn: string, principal: string, sourceArn: string) => boolean
  readonly clock: CloudClock
  readonly log: (line: string) => void
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/pre-provisioning-hook.html */
const answerForm = z.object({
  allowProvisioning: z.literal(true),
  parameterOverrides: z.record(z.string(), z.string()).optional(),
})
const patience = 5000

/** What the template's function puts in place of the device's parameters. Throws `Rejected` unless it allows it. */
export async function askHook(
  props: HookProps,
  { hook, arn, name }: ProvisioningTemplate,
  event: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, string>>> {
  if (hook === undefined) return {}
  if (!props.mayInvoke(hook.targetArn, 'iot.amazonaws.com', arn)) {
    throw denied(props, name, `no Lambda permission lets iot.amazonaws.com invoke ${hook.targetArn} for ${arn}`)
  }
  const given = await inTime(props.clock, props.functions.invoke(hook.targetArn, event)).catch((error: unknown) => {
    if (error instanceof FunctionFailed) throw denied(props, name, `its hook failed: ${error.message}`)
    throw error
  })
  const answer = answerForm.safeParse(given)
  if (!answer.success) throw denied(props, name, 'its hook does not allow it')
  return answer.data.parameterOverrides ?? {}
}

/** The device does not learn the reason, as in AWS: it would help somebody who tries out claims. */
function denied({ log }: HookProps, template: string, why: string): Rejected {
  log(`provisioning template ${template}: ${why}`)
  return new Rejected(403, 'AccessDenied', 'Access Denied')
}

function inTime<T>(clock: CloudClock, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new FunctionFailed('Timeout', `no answer within ${patience} ms`))
    const cancel = clock.at(clock.now() + patience, late)
    work.then(resolve, reject).finally(cancel)
  })
}
