import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outbox, openOutbox } from '../../../iot/agent/cord/outbox.ts'
import { cordPull, type CordPull } from '../../../iot/contract/cord-pull.ts'
import { MovedClock } from '../clock/moved-clock.ts'

export const nineOClock = Date.UTC(2026, 10, 21, 9)

/** A broker that takes what it is sent, when it is told to. */
export function aBroker() {
  const got: CordPull[] = []
  let confirm: (() => void) | undefined
  return {
    ids: () => got.map(({ id }) => id),
    send: (pull: CordPull, taken: () => void) => {
      got.push(cordPull.parse(pull))
      confirm = taken
    },
    confirm: () => confirm?.(),
  }
}

/** Acknowledges whatever comes, until nothing does. */
export function allOf(outbox: Outbox): CordPull[] {
  const got: CordPull[] = []
  outbox.connected((pull, taken) => {
    got.push(cordPull.parse(pull))
    taken()
  })
  return got
}

/** Outboxes of `desk-1` in a folder of their own, which `remove` removes; the pulls are `pull-1` and so on. */
export function outboxesInAFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'andon-outbox-'))
  const log: string[] = []
  let made = 0
  const open = (but: Partial<Parameters<typeof openOutbox>[0]> = {}) =>
    openOutbox({
      folder,
      cord: 'desk-1',
      clock: new MovedClock(nineOClock),
      newId: () => `pull-${++made}`,
      log: (line) => log.push(line),
      ...but,
    })
  return {
    folder,
    log,
    open,
    path: (name: string) => join(folder, 'desk-1', name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
