import { GetParameterCommand, ParameterNotFound } from '@aws-sdk/client-ssm'
import { remedies } from '../../functions/channels/slack/slack-refusals.ts'
import { printable } from '../../iot/agent/printable.ts'
import { outputOf } from '../deployment.ts'
import type { ChatDoor } from './chat-door.ts'
import { done, type Finding, toDo } from './finding.ts'
import type { Patient } from './patient.ts'

/** The token, and what may be done with it in each channel. The token itself is in no finding. */
export async function chat(patient: Patient): Promise<Finding[]> {
  const { deployment, aws } = patient
  const channels = Object.entries(deployment.channels).flatMap(([name, { kind, channel }]) =>
    kind === 'slack' && channel !== undefined ? [{ name, channel }] : [],
  )
  if (channels.length === 0) return [done('the config names no Slack channel, so no token is needed')]
  const token = await tokenIn(patient, outputOf(deployment, 'SlackTokenParameter'))
  if (typeof token !== 'string') return [token]
  const door = aws.chat(token)
  const identity = await door.whoAmI()
  if ('error' in identity) return [refused('the Slack token', identity.error)]
  const found: Finding[] = [
    done(`the Slack token is there, and is the token of the bot ${printable(identity.bot, 80)}`),
  ]
  found.push(...scopes(identity.scopes))
  for (const each of channels) found.push(await member(door, each, printable(identity.bot, 80)))
  return found
}

async function tokenIn({ aws, awsCli }: Patient, parameter: string): Promise<string | Finding> {
  const put = awsCli(`ssm put-parameter --type SecureString --name ${parameter} --value xoxb-…`)
  const putAnew = `${put} --overwrite`
  const given = await parameterIn(aws, parameter)
  if (given?.Value === undefined) return toDo(`the Slack token is not in the parameter ${parameter} yet`, put)
  if (given.Type !== 'SecureString')
    return toDo(
      `the parameter ${parameter} is a ${given.Type ?? 'plain text'}, which anyone who may list parameters can read`,
      `${awsCli(`ssm delete-parameter --name ${parameter}`)} && ${put}`,
    )
  const kind = kindOf(given.Value)
  return kind === 'bot' ? given.Value : toDo(`what is in ${parameter} is no bot token: it ${kind}`, putAnew)
}

async function parameterIn({ parameters }: Patient['aws'], name: string) {
  try {
    const { Parameter } = await parameters.send(new GetParameterCommand({ Name: name, WithDecryption: true }))
    return Parameter
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined
    throw error
  }
}

/** By how it begins: https://docs.slack.dev/authentication/tokens */
function kindOf(token: string): string {
  if (token !== token.trim()) return 'begins or ends with a space or a line break'
  if (/^xoxb-[\w-]+$/.test(token)) return 'bot'
  if (token.startsWith('xoxp-')) return "is a person's (xoxp-…); take the Bot User OAuth Token"
  if (token.startsWith('xapp-')) return 'is of the app (xapp-…); take the Bot User OAuth Token'
  if (token.startsWith('xoxe')) return 'expires within hours (xoxe…); switch token rotation off in a new app'
  if (token.startsWith('https://')) return 'is the address of a webhook; take the Bot User OAuth Token'
  return 'does not begin with xoxb-'
}

const needed = ['chat:write', 'channels:history']

function scopes(given: readonly string[]): Finding[] {
  const missing = needed.filter((scope) => !given.includes(scope))
  if (missing.length === 0) return [done(`the bot has the scopes ${needed.join(' and ')}`)]
  return [
    toDo(
      `the bot lacks the ${missing.length === 1 ? 'scope' : 'scopes'} ${missing.join(' and ')}`,
      'At https://api.slack.com/apps, under "OAuth & Permissions": add it, and install the app again',
    ),
  ]
}

async function member(
  door: ChatDoor,
  { name, channel }: { readonly name: string; readonly channel: string },
  bot: string,
): Promise<Finding> {
  const where = `the channel ${name} (${channel})`
  const said = await door.read(channel)
  if (said === 'ok') return done(`the bot is in ${where}`)
  switch (said.error) {
    case 'not_in_channel':
      return toDo(`the bot is not in ${where}`, `In that channel, type: /invite @${bot}`)
    case 'missing_scope':
      return toDo(
        `the bot may not read ${where}`,
        'Give it the scope channels:history, for a private channel groups:history, and install the app again',
      )
    case 'channel_not_found':
      return toDo(
        `Slack shows the bot no ${where.slice('the '.length)}`,
        `Is its id right in andon.config.ts? If it is private: /invite @${bot} there, and give the bot the scope groups:history`,
      )
    default:
      return refused(where, said.error)
  }
}

function refused(what: string, error: string): Finding {
  const name = printable(error, 80)
  const remedy = remedies.get(error)
  if (remedy === undefined)
    return { state: 'cannot-tell', what, because: `Slack says ${name}. Run it again in some minutes.` }
  return toDo(`Slack says ${name} about ${what}`, remedy)
}
