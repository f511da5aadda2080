import { dynamoIncidents } from '../functions/adapters/dynamo-incidents.ts'
import { dynamoListings } from '../functions/adapters/dynamo-listings.ts'
import type { ViewPorts } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { tableName } from '../lib/names.ts'
import type { CommandContext } from './command-context.ts'

/** What the commands read through. */
export const viewsOf = ({ aws, terminal }: Pick<CommandContext, 'aws' | 'terminal'>): ViewPorts => ({
  incidents: dynamoIncidents(aws.table, tableName),
  listings: dynamoListings(aws.table, tableName, (item, because) =>
    terminal.remark(`Left out: ${printable(item, 200)}, which Andon did not write (${printable(because, 200)}).`),
  ),
})
