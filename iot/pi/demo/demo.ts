import type { AgentClock } from '../../agent/clock/clock.ts'
import type { OpenContact } from '../../agent/cord/contact.ts'
import { listenToContacts } from '../../agent/cord/listen-to-contacts.ts'
import type { LampPart } from '../../agent/drivers/lamp-part.ts'
import { animateLamps } from '../../agent/show/animate-lamps.ts'
import type { Animation } from '../../agent/show/animation.ts'
import type { AgentSettings } from '../../agent/service/settings.ts'
import { sparing } from '../../agent/sparing-log.ts'
import { keepTroubles } from '../../agent/troubles.ts'
import type { Click } from '../../contract/cord-pull.ts'
import type { Key } from './keys.ts'
import { demoSteps } from './demo-steps.ts'

export interface DemoOptions {
  readonly lamps: readonly LampPart[]
  readonly buzzer: AgentSettings['buzzer']
  readonly cord?: OpenContact | undefined
  readonly mute?: OpenContact | undefined
  /** How long to show each state if no key is pressed. Milliseconds. */
  readonly each: number
  /** True to end after the last state, false to start again. */
  readonly once: boolean
  readonly clock: AgentClock
  readonly say: (line: string) => void
  /** @returns stops listening */
  readonly listenToKeys: (onKey: (key: Key) => void) => () => void
  readonly stop: AbortSignal
}

/** Shows every state, without any cloud, until it is stopped. Leaves the lamps dark. */
export async function demo(options: DemoOptions): Promise<void> {
  const { clock, say } = options
  // Troubles go to the log only.
  const parts = { ...options, chance: () => 0, tell: sparing(say, clock), troubles: keepTroubles(() => {}) }
  const onMuted = (isMuted: boolean) => say(isMuted ? 'the buzzer is muted' : 'the buzzer is on again')
  const animation = animateLamps({ ...parts, onMuted })
  const onClick = (click: Click) => say(`cord: ${click} ${meanings[click]}`)
  const contacts = listenToContacts({ ...parts, animation, onClick })
  try {
    await showAll(options, animation)
  } finally {
    for (const contact of contacts) contact.close()
    animation.close()
  }
}

function showAll({ each, once, clock, say, listenToKeys, stop }: DemoOptions, animation: Animation): Promise<void> {
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
  let at = 0
  let cancel = () => {}
  const go = (by: number) => {
    cancel()
    if (once && at + by === demoSteps.length) return end()
    at = (at + by + demoSteps.length) % demoSteps.length
    const { name, means, shown } = demoSteps[at] ?? demoSteps[0]
    say(`${name}: ${means}`)
    animation.show(shown)
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
  DOUBLE: 'reports it resolved',
  LONG: 'stops the line',
}
