import { z } from 'zod'
import { type IotRegistry } from './iot-registry.ts'
import { AwsError } from '../../aws-error.ts'
import {
  certificateArn,
  idIn,
  knownCertificate,
  missing,
  page,
  pageSize,
  policyArn,
  policyName,
  principal,
} from './operation.ts'
import { operation, type Operations } from '../../operation.ts'

const attachment = z.object({ policyName, target: principal })
const listForm = z.object({
  target: principal,
  recursive: z.boolean().optional(),
  pageSize,
  marker: z.string().optional(),
})
const targetsForm = z.object({ policyName, pageSize, marker: z.string().optional() })

/** https://docs.aws.amazon.com/general/latest/gr/iot-core.html#security-limits */
const mostPolicies = 10

export function policyOperations(registry: IotRegistry): Operations {
  const { attachments } = registry
  const on = (input: { readonly target: string }) => input.target
  return {
    AttachPolicy: operation({ takes: attachment, on, run: (input) => attach(registry, input) }),
    DetachPolicy: operation({
      takes: attachment,
      on,
      run: (input) => attachments.detachPolicy(idIn(input.target), input.policyName),
    }),
    ListAttachedPolicies: operation({
      takes: listForm,
      on,
      run(input) {
        const { items, next } = page(attachments.policiesOf(idIn(input.target)), input.pageSize, input.marker)
        return { policies: items.map((name) => ({ policyName: name, policyArn: policyArn(name) })), nextMarker: next }
      },
    }),
    ListTargetsForPolicy: operation({
      takes: targetsForm,
      on: (input) => policyArn(input.policyName),
      run: (input) => listTargets(registry, input),
    }),
  }
}

function listTargets({ policies, attachments }: IotRegistry, input: z.infer<typeof targetsForm>) {
  if (!policies.has(input.policyName)) throw missing(`policy ${input.policyName}`)
  const targets = attachments.targetsOf(input.policyName).map(certificateArn)
  const { items, next } = page(targets, input.pageSize, input.marker)
  return { targets: items, nextMarker: next }
}

function attach({ policies, certificates, attachments }: IotRegistry, input: z.infer<typeof attachment>): void {
  if (!policies.has(input.policyName)) throw missing(`policy ${input.policyName}`)
  const { id } = knownCertificate(certificates, idIn(input.target))
  const attached = attachments.policiesOf(id)
  if (!attached.includes(input.policyName) && attached.length >= mostPolicies) {
    throw new AwsError('LimitExceededException', `A certificate has at most ${mostPolicies} policies.`, 410)
  }
  attachments.attachPolicy(id, input.policyName)
}
