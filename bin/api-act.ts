import { printable } from '../iot/agent/printable.ts'
import type { CommandContext } from './command-context.ts'
import { deploymentOf, outputOf } from './deployment.ts'
import { Failure } from './failure.ts'
import type { PostReply } from './signed-post.ts'

/**
 * Asks Andon's API for an act on an incident, in the name of whoever the credentials are of. Rejects with `Failure` when
 * it is not taken.
 * @param act the last part of its path: `resolve`
 */
export async function askApi(context: CommandContext, act: string, incident: string, body: object): Promise<void> {
  const deployment = await deploymentOf(context.aws, context.stack)
  const path = `/incidents/${encodeURIComponent(incident)}/${act}`
  const reply = await context.aws.post(`${outputOf(deployment, 'ApiUrl')}${path}`, body)
  if (reply.status !== 202) throw refusal(reply, act, path)
}

function refusal({ status, message }: PostReply, act: string, path: string): Failure {
  switch (status) {
    case 403:
      return new Failure(
        `Your credentials do not allow execute-api:Invoke on POST${path}.`,
        'Ask for that permission; docs/security.md lists what an operator needs.',
      )
    case 404:
      return new Failure(`The API that is deployed cannot ${act}.`, 'Deploy it again: `npx cdk deploy`.')
    case 429:
      return new Failure('The API gets too many requests just now.', 'Run it again in a moment.')
    default:
      return new Failure(
        `The API did not take it (${status}: ${printable(message, 200)}).`,
        'Run it again; its log /aws/lambda/andon-api says more.',
      )
  }
}
