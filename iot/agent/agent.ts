import type { Click } from '../contract/cord-pull.ts'
import type { BuzzerOptions } from './show/buzzer.ts'
import { type AgentClock, machineClock } from './clock/clock.ts'
import type { OpenContact } from './cord/contact.ts'
import { listenToContacts } from './cord/listen-to-contacts.ts'
import { type LampLink, type LampLinkOptions, linkLamp } from './link/lamp-link.ts'
import type { LampPart } from './drivers/lamp-part.ts'
import { openOutbox } from './cord/outbox.ts'
import { animateLamps } from './show/animate-lamps.ts'
import { type Shown, stateWords } from './lamp/shown.ts'
import { sparing } from './sparing-log.ts'
import { type TlsIdentity, tlsIdentity } from './link/tls-identity.ts'
import { keepTroubles, type Troubles } from './troubles.ts'
import type { WatchedAgent } from './service/watchdog.ts'

/** A lamp that has taken no step for this long is stuck. Milliseconds. */
const stuckAfter = 5000

export interface AgentOptions extends Pick<LampLinkOptions, 'ports' | 'patience' | 'open'> {
  /** `mqtts://host`, with a port or without, or `mqtt://` to this machine. */
  readonly broker: string
  /** The light's name: its IoT thing and MQTT client id, and the name of its cord. */
  readonly light: string
  /** All of them show the same. */
  readonly lamps: readonly LampPart[]
  /** When the buzzers keep quiet. */
  readonly buzzer?: BuzzerOptions
  readonly cord?: OpenContact | undefined
  /** A button that keeps the buzzer quiet for a while. */
  readonly mute?: OpenContact | undefined
  /** The folder that keeps pulls until they are sent; without it they are lost when the process ends. */
  readonly state?: string | undefined
  /** The agent's version, for the report. */
  readonly version: string
  /** Without it the agent shows no certificate, and trusts Amazon's roots. */
  readonly identity?: TlsIdentity
  readonly clock?: AgentClock
  /** From 0 up to 1, to spread reconnects. */
  readonly chance?: () => number
  /** Takes one line at a time, for the operator. */
  readonly log?: (line: string) => void
}

/** One running light: its lamps, and its cord. */
export interface Agent extends WatchedAgent {
  /**
   * Says goodbye to the broker, for two seconds at most, and leaves the lamps dark. Then all pulls are on disk.
   */
  close(): Promise<void>
}

/**
 * Runs one light: obeys its commands, shows `unknown` when it has no fresh one, reports what it shows, and sends pulls.
 * Throws `UnusableBroker` at once. Waits for a broker, lamp or cord that is not there.
 */
export function startAgent(options: AgentOptions): Agent {
  const { light, clock = machineClock, log = console.error, state, cord } = options
  const chance = options.chance ?? Math.random
  const running = { ...options, clock, chance, tell: sparing((line) => log(`${light}: ${line}`), clock) }
  const outbox = cord && openOutbox({ folder: state, cord: light, clock, log })

  // There is no link yet; as soon as there is, it learns of the troubles so far.
  let link: LampLink | undefined
  const troubles = keepTroubles(() => learnTrouble(link, 'lamp', troubles))
  const cordTroubles = keepTroubles(() => learnTrouble(link, 'cord', cordTroubles))
  const onMuted = (muted: boolean) => link?.learn({ kind: 'muted', muted })
  const animation = animateLamps({ ...running, troubles, onMuted })
  const onClick = (click: Click) => void outbox?.add(click)
  const contacts = listenToContacts({ ...running, troubles: cordTroubles, animation, onClick })
  let shown: Shown = { state: 'unknown', because: 'not-connected' }
  link = linkLamp({ ...running, identity: options.identity ?? tlsIdentity(), outbox }, (now) => {
    shown = now
    animation.show(now)
  })
  learnTrouble(link, 'lamp', troubles)
  learnTrouble(link, 'cord', cordTroubles)
  if (options.lamps.some(({ hasBuzzer }) => hasBuzzer)) link.learn({ kind: 'muted', muted: false })

  return {
    isWell: () => clock.moment().monotonic - animation.lastStepAt() < stuckAfter,
    status: () => statusOf(shown, [troubles, cordTroubles]),
    async close() {
      for (const contact of contacts) contact.close()
      animation.close()
      try {
        await link.close()
      } finally {
        // Also when the broker hangs up first.
        await outbox?.settled()
      }
    },
  }
}

function learnTrouble(link: LampLink | undefined, part: 'lamp' | 'cord', troubles: Troubles): void {
  const because = troubles.words()
  link?.learn(because === undefined ? { kind: `${part}-back` } : { kind: `${part}-lost`, because })
}

/** For `systemctl status`; it begins with `connected` if the light is connected. */
function statusOf(shown: Shown, troubles: readonly Troubles[]): string {
  const isConnected = shown.state !== 'unknown' || shown.because !== 'not-connected'
  const parts = [
    isConnected ? `connected, shows ${stateWords(shown)}` : 'not connected to the broker',
    ...troubles.flatMap((each) => each.words() ?? []),
  ]
  return parts.join('; ')
}
