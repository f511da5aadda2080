// What the tests, and the programs that they start, leave among the temporary files goes when the run is over.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default function giveTheRunItsOwn() {
  // One for each run, for two may go on at once. Jest's workers inherit it, and so does what they start.
  const folder = mkdtempSync(join(tmpdir(), 'andon-test-'))
  // Windows looks at TEMP.
  process.env['TMPDIR'] = process.env['TEMP'] = folder
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
}
