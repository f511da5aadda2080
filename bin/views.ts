import { dynamoIncidents } from '../functions/adapters/dynamo-incidents.ts'
import { dynamoListings, type LeaveOut } from '../functions/adapters/dynamo-listings.ts'
import { dynamoRunRecords } from '../functions/adapters/dynamo-run-records.ts'
import type { PlaybookViewPorts } from '../functions/usecases/playbook-views.ts'
import type { ViewPorts } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { tableName } from '../lib/names.ts'
import type { CommandContext } from './command-context.ts'
import type { Terminal } from './terminal.ts'

/** What the commands read through. */
export const viewsOf = ({ aws, terminal }: Pick<CommandContext, 'aws' | 'terminal'>): ViewPorts => ({
  incidents: dynamoIncidents(aws.table, tableName),
  listings: dynamoListings(aws.table, tableName, leaveOut(terminal)),
})

/** The same, of playbooks. */
export const playbookPorts = ({ aws, terminal, clock }: CommandContext): PlaybookViewPorts => ({
  incidents: dynamoIncidents(aws.table, tableName),
  records: dynamoRunRecords(aws.table, tableName, leaveOut(terminal)),
  clock,
})

const leaveOut =
  (terminal: Terminal): LeaveOut =>
  (item, because) =>
    terminal.remark(`Left out: ${printable(item, 200)}, which Andon did not write (${printable(because, 200)}).`)
