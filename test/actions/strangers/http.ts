import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Scenarios } from './scenario.ts'

let sent: { readonly headers: Readonly<Record<string, string>> }[]

export const scenarios: Scenarios = {
  request: {
    async prepare(as) {
      sent = []
      const parameter = { Name: '/shop/hooks', Value: 'Bearer s3cret', Type: 'SecureString' as const }
      await as.client(SSMClient).send(new PutParameterCommand(parameter))
      return { host: 'hooks.example.com', path: '/runbooks/42', body: { service: 'checkout' }, secret: '/shop/hooks' }
    },
    instead: {
      HttpsRequest: {
        why: 'no test goes out to the internet; test/adapters/https-out.test.ts asks a real server',
        answer(request: (typeof sent)[number]) {
          sent.push(request)
          return { status: 204 }
        },
      },
    },
    async acted() {
      expect(sent.map(({ headers }) => headers['authorization'])).toEqual(['Bearer s3cret'])
    },
  },
}
