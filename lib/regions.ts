import { BadSetting } from './settings.ts'

/**
 * Where Andon runs. Read in November 2026 from cfn-lint 1.58's copy of CloudFormation's registry, against which `npm run
 * check` lints the template for each of these; docs/deploying.md has the same as a table.
 */
export const regions = [
  'ap-east-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-5',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const

/**
 * Regions of which we know that they have all types of resources, and not whether Lambda has durable functions there:
 * the announcement of these counts 31 regions and names none of another partition.
 * https://aws.amazon.com/about-aws/whats-new/2026/04/lambda-durable-functions-16-new-regions/
 */
export const unprovenRegions = ['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1'] as const

/** They have no AWS::IoT::ProvisioningTemplate, by which a Raspberry Pi becomes a light. */
export const regionsWithoutEnrolment = [
  'af-south-1',
  'ap-east-2',
  'ap-northeast-3',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'mx-central-1',
] as const

/** @returns what to warn of, if anything. Throws `BadSetting` where Andon does not run. */
export function checkRegion(region: string): string | undefined {
  const isIn = (list: readonly string[]) => list.includes(region)
  if (isIn(regions)) return undefined
  if (isIn(unprovenRegions))
    return `${region}: whether AWS Lambda has durable functions there is not known to Andon. If not, the deployment fails and leaves nothing.`
  const instead =
    `Deploy Andon to one of ${regions.join(', ')}, and forward the alarms of ${region} to it ` +
    '(docs/deploying.md, "Alarms of other regions and accounts").'
  if (isIn(regionsWithoutEnrolment))
    throw new BadSetting(
      `region: found ${region}, where AWS IoT has no provisioning templates, by which a Raspberry Pi becomes a light. ${instead}`,
    )
  throw new BadSetting(
    `region: found ${region}, which Andon's table of regions (lib/regions.ts) does not have. ${instead}`,
  )
}
