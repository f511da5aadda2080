import { z } from 'zod'
import { type IotRegistry } from '../iot-registry.ts'
import { AwsError } from '../service.ts'
import { idIn, missing, operation, type Operations, page, pageSize, policyArn, policyName, principal } from './operation.ts'

const attachment = z.object({ policyName, target: principal })
const listForm = z.object({
  target: principal,
  recursive: z.string().optional(),
  pageSize,
  marker: z.string().optional(),
})

/** https://docs.aws.amazon.com/general/latest/gr/iot-core.html#security-limits */
const mostPolicies = 10

export function policyOperations({ policies, certificates, attachments }: IotRegistry): Operations {
  const targetIn = (input: { readonly target: string }) => input.target
  const attach = (input: z.infer<typeof attachment>) => {
    const id = idIn(input.target)
    if (!policies.has(input.policyName)) throw missing(`policy ${input.policyName}`)
    if (certificates.get(id) === undefined) throw missing(`certificate ${id}`)
    const attached = attachments.policiesOf(id)
    if (!attached.includes(input.policyName) && attached.length >= mostPolicies) {
      throw new AwsError('LimitExceededException', `A certificate has at most ${mostPolicies} policies.`, 410)
    }
    attachments.attachPolicy(id, input.policyName)
  }

  return {
    ...operation('AttachPolicy', attachment, targetIn, attach),
    ...operation('DetachPolicy', attachment, targetIn, (input) =>
      attachments.detachPolicy(idIn(input.target), input.policyName),
    ),
    ...operation('ListAttachedPolicies', listForm, targetIn, (input) => {
      const attached = attachments.policiesOf(idIn(input.target))
      const { items, next } = page(attached, input.pageSize, input.marker)
      return { policies: items.map((name) => ({ policyName: name, policyArn: policyArn(name) })), nextMarker: next }
    }),
  }
}
