import { GetParameterCommand, ParameterNotFound } from '@aws-sdk/client-ssm'
import { cannotTell, done, type Finding, toDo } from './finding.ts'
import type { Patient } from './patient.ts'

/** What the template asks for: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const least = 6

/** Whether the CDK's own stack, through which everything is deployed, is there and new enough. */
export async function bootstrapVersion({ aws, deployment }: Patient): Promise<Finding> {
  // Whoever shares an account may have bootstrapped under another name than the CDK's own; assets are kept under it too.
  const qualifier = /^s3:\/\/cdk-(\w+)-assets-/.exec(deployment.outputs.get('AgentArchive') ?? '')?.[1]
  if (qualifier === undefined)
    return cannotTell('the version of the CDK bootstrap', 'The output AgentArchive does not name a bucket of the CDK.')
  const name = `/cdk-bootstrap/${qualifier}/version`
  try {
    const { Parameter } = await aws.parameters.send(new GetParameterCommand({ Name: name }))
    const version = Number(Parameter?.Value)
    if (version >= least) return done(`the CDK bootstrap has version ${version}`)
    return toDo(`the CDK bootstrap has version ${Parameter?.Value}; the next deployment needs ${least}`, bootstrap)
  } catch (error) {
    if (!(error instanceof ParameterNotFound)) throw error
    return toDo('the CDK bootstrap is gone: the next deployment would be refused', bootstrap)
  }
}
const bootstrap = 'npx cdk bootstrap'
