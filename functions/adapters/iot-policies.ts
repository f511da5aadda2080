import {
  DetachPolicyCommand,
  type IoTClient,
  ListTargetsForPolicyCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import type { PolicyHolders } from '../ports.ts'

/** What the certificate's ARN ends with. */
const idOf = (arn: string) => arn.split('/').at(-1) ?? arn

export const iotPolicies = (client: IoTClient): PolicyHolders => ({
  async some(policy) {
    try {
      const { targets = [] } = await client.send(new ListTargetsForPolicyCommand({ policyName: policy, pageSize: 100 }))
      return targets
    } catch (error) {
      // Nobody holds a policy that is gone.
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return []
      throw error
    }
  },
  async shutOut(holder, policy) {
    if (holder.includes(':cert/'))
      await client.send(new UpdateCertificateCommand({ certificateId: idOf(holder), newStatus: 'INACTIVE' }))
    await client.send(new DetachPolicyCommand({ policyName: policy, target: holder }))
  },
})
