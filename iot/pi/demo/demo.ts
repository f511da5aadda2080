import type { Clock } from '../../agent/clock/clock.ts'
import type { OpenContact } from '../../agent/cord/keep-contact.ts'
import { keepContacts } from '../../agent/cord/keep-contacts.ts'
import type { LampPart } from '../../agent/drivers/lamp-part.ts'
import { presentLamps } from '../../agent/show/present-lamps.ts'
import type { Presenter } from '../../agent/show/presenter.ts'
import type { Settings } from '../../agent/service/settings.ts'
import { sparing } from '../../agent/sparing-log.ts'
import { keepTroubles } from '../../agent/troubles.ts'
import type { Click } from '../../contract/cord-pull.ts'
import type { Key } from './keys.ts'
import { scenes } from './scenes.ts'

export interface DemoOptions {
  readonly lamps: readonly LampPart[]
  readonly buzzer: Settings['buzzer']
  readonly cord?: OpenContact | undefined
  readonly mute?: OpenContact | undefined
  /** How long each state is shown while no key is pressed. Milliseconds. */
  readonly each: number
  /** Whether it ends after the last state, rather than beginning anew. */
  readonly once: boolean
  readonly clock: Clock
  readonly say: (line: string) => void
  /** @returns ends it */
  readonly listenToKeys: (onKey: (key: Key) => void) => () => void
  readonly stop: AbortSignal
}

/** Shows all that a lamp can show, without any cloud, until it is stopped. Leaves the lamps dark. */
export async function demo(options: DemoOptions): Promise<void> {
  const { clock, say } = options
  // What cannot be had is said in the log, and shown by nothing else here.
  const parts = { ...options, chance: () => 0, tell: sparing(say, clock), troubles: keepTroubles(() => {}) }
  const onMuted = (isMuted: boolean) => say(isMuted ? 'the buzzer is muted' : 'the buzzer is on again')
  const presenter = presentLamps({ ...parts, onMuted })
  const onClick = (click: Click) => say(`cord: ${click}, which ${meanings[click]}`)
  const contacts = keepContacts({ ...parts, presenter, onClick })
  try {
    await showAll(options, presenter)
  } finally {
    for (const contact of contacts) contact.close()
    presenter.close()
  }
}

function showAll({ each, once, clock, say, listenToKeys, stop }: DemoOptions, presenter: Presenter): Promise<void> {
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
  let at = 0
  let cancel = () => {}
  const go = (by: number) => {
    cancel()
    if (once && at + by === scenes.length) return end()
    at = (at + by + scenes.length) % scenes.length
    const { name, means, shown } = scenes[at] ?? scenes[0]
    say(`${name}: ${means}`)
    presenter.present(shown)
    cancel = clock.after(each, () => go(1))
  }
  const stopListening = listenToKeys((key) => (key === 'end' ? end() : go(key === 'next' ? 1 : -1)))
  stop.addEventListener('abort', () => end())
  if (stop.aborted) end()
  go(0)
  return isOver.finally(() => {
    cancel()
    stopListening()
  })
}

const meanings: Record<Click, string> = {
  SINGLE: 'calls for help',
  DOUBLE: 'says that it is resolved',
  LONG: 'stops the line',
}
