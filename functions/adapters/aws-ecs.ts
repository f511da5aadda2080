import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import type { EcsCalls } from '../actions/ecs.ts'

export const awsEcs = (client: ECSClient): EcsCalls => ({
  describeServices: (input) => client.send(new DescribeServicesCommand(input)),
  describeServiceRevisions: (input) => client.send(new DescribeServiceRevisionsCommand(input)),
  listServiceDeployments: (input) => client.send(new ListServiceDeploymentsCommand(input)),
  updateService: (input) => client.send(new UpdateServiceCommand(input)),
})
