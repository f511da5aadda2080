// Pulls a cord as fast as it can, and says each pull's number once the outbox has it. Killed by outbox-on-disk.test.ts.
import { writeSync } from 'node:fs'
import { machineClock } from '../../../iot/agent/clock/clock.ts'
import { openOutbox } from '../../../iot/agent/cord/outbox.ts'

const [folder] = process.argv.slice(2)
let number = 0
const outbox = openOutbox({
  folder,
  cord: 'desk-1',
  clock: machineClock,
  newId: () => `pull-${number}`,
  log: (line) => console.error(line),
})
while (outbox.add('SINGLE') === 'on-disk') writeSync(1, `${number++}\n`)
