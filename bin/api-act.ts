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
export const askApi = (context: CommandContext, act: string, incident: string, body: object): Promise<void> =>
  ask(context, act, `/incidents/${encodeURIComponent(incident)}/${act}`, body)

/** The same for an act on a line. */
export const askApiOfLine = (context: CommandContext, act: string, line: string, body: object): Promise<void> =>
  ask(context, act, `/lines/${encodeURIComponent(line)}/${act}`, body)

async function ask(context: CommandContext, act: string, path: string, body: object): Promise<void> {
  const deployment = await deploymentOf(context.aws, context.stack)
  const reply = await context.aws.post(`${outputOf(deployment, 'ApiUrl')}${path}`, body)
  if (reply.status !== 202) throw refusal(reply, act, path)
}

function refusal({ status, message }: PostReply, act: string, path: string): Failure {
  switch (status) {
    case 403:
      // API Gateway's own word for what IAM does not allow; all else is ours, and names who may not do what.
      if (message !== 'Forbidden' && message !== '') {
        return new Failure(`It was refused: ${printable(message, 300)}.`, 'Ask somebody who is named there.')
      }
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
