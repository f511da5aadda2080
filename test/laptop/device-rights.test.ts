// What each device must and must not be able to do, all of it tried: with the policies that are deployed.
import { kinds, other, overTls, plainly, startDeployed, withClaim } from './deployed-broker.ts'
import {
  type Attempt,
  command,
  leaves,
  type Outcome,
  publishes,
  pull,
  receives,
  report,
  subscribes,
} from './device-attempts.ts'

const create = '$aws/certificates/create-from-csr/json'
const provision = (template: string) => `$aws/provisioning-templates/${template}/provision/json`
const others = (topicOf: (name: string) => string) => () => topicOf(other)
const always = (topic: string) => () => topic

const rows: readonly [what: string, attempt: Attempt, device: Outcome, claim: Outcome][] = [
  ['publish its report, retained', publishes(report, true), 'may', 'may not'],
  ['publish its report, not retained', publishes(report), 'may', 'may not'],
  ['publish another’s report, retained', publishes(others(report), true), 'may not', 'may not'],
  ['publish another’s report', publishes(others(report)), 'may not', 'may not'],
  ['publish its own command, retained', publishes(command, true), 'may not', 'may not'],
  ['publish its own command', publishes(command), 'may not', 'may not'],
  ['publish another’s command', publishes(others(command)), 'may not', 'may not'],
  ['publish its pull', publishes(pull), 'may', 'may not'],
  ['publish its pull, retained', publishes(pull, true), 'may not', 'may not'],
  ['publish another’s pull', publishes(others(pull)), 'may not', 'may not'],
  ['publish below its pull', publishes((name) => `${pull(name)}/x`), 'may not', 'may not'],
  ['press an IoT button', publishes(always('iotbutton/G030JF05')), 'may not', 'may not'],
  ['publish on any other topic', publishes(always('andon')), 'may not', 'may not'],
  ['go round the topics by Basic Ingest', publishes(always('$aws/rules/cords/x')), 'may not', 'may not'],
  ['write a shadow', publishes((name) => `$aws/things/${name}/shadow/update`), 'may not', 'may not'],
  ['ask for a certificate', publishes(always(create)), 'may not', 'may'],
  ['ask to be provisioned', publishes(always(provision('andon-light'))), 'may not', 'may'],
  ['ask it of another template', publishes(always(provision('other'))), 'may not', 'may not'],
  ['subscribe to its command', subscribes(command), 'may', 'may not'],
  ['hear its command', receives, 'may', 'may not'],
  ['subscribe to another’s command', subscribes(others(command)), 'may not', 'may not'],
  ['subscribe to all commands', subscribes(always(command('+'))), 'may not', 'may not'],
  ['subscribe to everything', subscribes(always('#')), 'may not', 'may not'],
  ['subscribe to everything of lights', subscribes(always('andon/lights/#')), 'may not', 'may not'],
  ['subscribe to its own report', subscribes(report), 'may not', 'may not'],
  ['subscribe to its own pulls', subscribes(pull), 'may not', 'may not'],
  ['subscribe to AWS’s own topics', subscribes(always('$aws/#')), 'may not', 'may not'],
  ['subscribe to who is there', subscribes(always('$aws/events/presence/#')), 'may not', 'may not'],
  ['subscribe to the answer with a certificate', subscribes(always(`${create}/accepted`)), 'may not', 'may'],
  ['subscribe to both answers at once', subscribes(always(`${create}/+`)), 'may not', 'may not'],
  ['leave its report for a last will', leaves(report), 'may', 'may not'],
  ['leave another’s report for a last will', leaves(others(report)), 'may not', 'may not'],
  ['leave its command for a last will', leaves(command), 'may not', 'may not'],
  ['leave its pull for a retained last will', leaves(pull), 'may not', 'may not'],
]

describe.each(Object.entries(kinds))('a device that is a %s', (_, name) => {
  it.each(rows)('with its certificate: to %s', async (_what, attempt, outcome) => {
    expect(await attempt(overTls(await startDeployed(), name))).toBe(outcome)
  })

  it.each(rows)('on the plain door: to %s', async (_what, attempt, outcome) => {
    expect(await attempt(plainly(await startDeployed(), name))).toBe(outcome)
  })
})

describe('a claim', () => {
  it.each(rows)('to %s', async (_what, attempt, _device, outcome) => {
    expect(await attempt(withClaim(await startDeployed()))).toBe(outcome)
  })
})
