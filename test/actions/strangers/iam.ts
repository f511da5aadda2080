import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam'
import type { Owner, Scenarios } from './scenario.ts'

async function statuses(as: Owner) {
  const { AccessKeyMetadata = [] } = await as.client(IAMClient).send(new ListAccessKeysCommand({ UserName: 'ci' }))
  return AccessKeyMetadata.map(({ Status }) => Status)
}

export const scenarios: Scenarios = {
  deactivateAccessKey: {
    async prepare(as) {
      const iam = as.client(IAMClient)
      await iam.send(new CreateUserCommand({ UserName: 'ci' }))
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }))
      return { user: 'ci', key: AccessKey?.AccessKeyId }
    },
    acted: async (as) => expect(await statuses(as)).toEqual(['Inactive']),
    undone: async (as) => expect(await statuses(as)).toEqual(['Active']),
  },
}
