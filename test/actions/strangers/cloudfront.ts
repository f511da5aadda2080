import {
  CloudFrontClient,
  CreateDistributionCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
} from '@aws-sdk/client-cloudfront'
import type { Scenarios } from './scenario.ts'

export const scenarios: Scenarios = {
  invalidate: {
    async prepare(as) {
      const { Distribution } = await as.client(CloudFrontClient).send(
        new CreateDistributionCommand({
          DistributionConfig: {
            CallerReference: 'shop',
            Comment: 'shop',
            Enabled: true,
            Origins: { Quantity: 1, Items: [{ Id: 'images', DomainName: 'images.example.com' }] },
            DefaultCacheBehavior: { TargetOriginId: 'images', ViewerProtocolPolicy: 'https-only' },
          },
        }),
      )
      return { distribution: Distribution?.Id, paths: ['/index.html', '/images/*'] }
    },
    // Moto makes another invalidation for a reference that it knows; CloudFront does not.
    async acted(as, { distribution, paths }) {
      const cloudfront = as.client(CloudFrontClient)
      const { InvalidationList } = await cloudfront.send(new ListInvalidationsCommand({ DistributionId: distribution }))
      const Id = InvalidationList?.Items?.[0]?.Id
      const { Invalidation } = await cloudfront.send(new GetInvalidationCommand({ DistributionId: distribution, Id }))
      expect(Invalidation?.InvalidationBatch?.Paths).toMatchObject({ Quantity: 2, Items: paths })
    },
  },
}
