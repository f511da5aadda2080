import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { stackMetadataIn } from '../../laptop/stack-metadata.ts'
import type { Template } from '@andon/local-cloud/template/template.ts'
import { polledQueues } from './event-sources.ts'
import { minutesInMonth } from './month.ts'
import type { Quantities } from './prices.ts'
import { sum } from './quantities.ts'

/**
 * Lambda asks a queue for messages whether or not there are any: with five pollers, each of which waits up to 20 s for
 * an answer. For a standard queue it goes down to two when there is little to do, but not where a maximum concurrency
 * is set; of FIFO queues nothing is said. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const pollers = { usual: 5, least: 2 }
const pollsInMonth = minutesInMonth * (60 / 20)

/** What the stack takes in a month in which nothing at all happens. */
export function fixedQuantities(template: Template, cdkOut: string): Quantities {
  const polls = polledQueues(template).map(({ requests, hasMaximumConcurrency }): Quantities => {
    const scalesDown = requests === 'sqsRequests' && !hasMaximumConcurrency
    return { [requests]: pollsInMonth * (scalesDown ? pollers.least : pollers.usual) }
  })
  return sum(...polls, {
    alarms: template.ofType('AWS::CloudWatch::Alarm').length,
    dashboards: template.ofType('AWS::CloudWatch::Dashboard').length,
    iotMinutes: Object.keys(stackMetadataIn(template).lights).length * minutesInMonth,
    s3GbMonths: assetBytes(cdkOut) / 1e9,
  })
}

/** Unpacked, as they lie here: somewhat more than what is stored. */
function assetBytes(cdkOut: string): number {
  return readdirSync(cdkOut, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.startsWith('asset.'))
    .map((path) => statSync(join(cdkOut, path)))
    .reduce((bytes, stat) => bytes + (stat.isFile() ? stat.size : 0), 0)
}
