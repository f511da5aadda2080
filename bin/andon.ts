// The `andon` command. `program.ts` says what it takes.
import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { systemClock } from '../functions/adapters/system-clock.ts'
import { connectTo } from './aws.ts'
import { andon } from './program.ts'
import { realTerminal } from './terminal.ts'

// As when somebody pipes it into `head`: nobody reads on, and nothing is wrong.
process.stdout.on('error', () => process.exit(0))

process.exitCode = await andon(process.argv.slice(2), {
  connect: connectTo,
  terminal: realTerminal(process),
  clock: systemClock,
  user: userInfo().username,
  newId: randomUUID,
})
