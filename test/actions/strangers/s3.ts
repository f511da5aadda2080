import { CreateBucketCommand, GetPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3'
import { type Owner, region, type Scenarios } from './scenario.ts'

const blocks = (as: Owner) => as.client(S3Client).send(new GetPublicAccessBlockCommand({ Bucket: 'shop-images' }))

export const scenarios: Scenarios = {
  blockPublicAccess: {
    async prepare(as) {
      const CreateBucketConfiguration = { LocationConstraint: region } as const
      await as.client(S3Client).send(new CreateBucketCommand({ Bucket: 'shop-images', CreateBucketConfiguration }))
      return { bucket: 'shop-images' }
    },
    acted: async (as) =>
      expect(await blocks(as)).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      }),
    undone: (as) => expect(blocks(as)).rejects.toThrow(/public access block configuration was not found/),
  },
}
