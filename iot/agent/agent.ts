import type { Click } from '../contract/cord-pull.ts'
import type { BuzzerOptions } from './show/buzzer.ts'
import { type Clock, realClock } from './clock/clock.ts'
import type { OpenContact } from './cord/keep-contact.ts'
import { keepContacts } from './cord/keep-contacts.ts'
import { type LampLink, type LampLinkOptions, linkLamp } from './link/lamp-link.ts'
import type { LampPart } from './drivers/lamp-part.ts'
import { openOutbox } from './cord/outbox.ts'
import { presentLamps } from './show/present-lamps.ts'
import { type Shown, stateWords } from './lamp/shown.ts'
import { sparing } from './sparing-log.ts'
import { type TlsIdentity, tlsIdentity } from './link/tls-identity.ts'
import { keepTroubles, type Troubles } from './troubles.ts'
import type { Watched } from './service/watchdog.ts'

/** A lamp that has not been looked after for so long is stuck. Milliseconds. */
const stuckAfter = 5000

export interface AgentOptions extends Pick<LampLinkOptions, 'ports' | 'patience' | 'open'> {
  /** `mqtts://host`, with a port or without, or `mqtt://` to this machine. */
  readonly broker: string
  /** The light's name: its IoT thing and MQTT client id, and the name of its cord. */
  readonly light: string
  /** All of them show the same. */
  readonly lamps: readonly LampPart[]
  /** When those that can be heard are to keep quiet; as `readSettings` has it where nothing is set. */
  readonly buzzer?: BuzzerOptions
  readonly cord?: OpenContact | undefined
  /** A button that keeps the buzzer quiet for a while. */
  readonly mute?: OpenContact | undefined
  /** Where pulls are kept until they are sent; without it they are lost when the process ends. */
  readonly state?: string | undefined
  /** The agent's version, as the cloud is to know it. */
  readonly version: string
  /** Without it no certificate is shown, and Amazon's roots are trusted. */
  readonly identity?: TlsIdentity
  readonly clock?: Clock
  /** From 0 up to 1, to spread reconnects. */
  readonly chance?: () => number
  /** Takes one line at a time, for the operator. */
  readonly log?: (line: string) => void
}

/** One running light: its lamps, and its cord. */
export interface Agent extends Watched {
  /**
   * Says goodbye to the broker where that can be had within two seconds, and leaves the lamps dark; pulls are on disk
   * by then.
   */
  close(): Promise<void>
}

/**
 * Runs one light: obeys its commands, shows `unknown` when it knows nothing fresh, reports what it shows, and sends on
 * what is pulled. Throws `UnusableBroker` at once; broker, lamp and cord that are away are waited for.
 */
export function startAgent(options: AgentOptions): Agent {
  const { light, clock = realClock, log = console.error, state, cord } = options
  const chance = options.chance ?? Math.random
  const running = { ...options, clock, chance, tell: sparing((line) => log(`${light}: ${line}`), clock) }
  const outbox = cord && openOutbox({ folder: state, cord: light, clock, log })

  // Until there is a link there is nobody to tell; it is told as soon as it is made.
  let link: LampLink | undefined
  const troubles = keepTroubles(() => learnTrouble(link, 'lamp', troubles))
  const cordTroubles = keepTroubles(() => learnTrouble(link, 'cord', cordTroubles))
  const onMuted = (muted: boolean) => link?.learn({ kind: 'muted', muted })
  const presenter = presentLamps({ ...running, troubles, onMuted })
  const onClick = (click: Click) => void outbox?.add(click)
  const contacts = keepContacts({ ...running, troubles: cordTroubles, presenter, onClick })
  let shown: Shown = { state: 'unknown', because: 'no-contact' }
  link = linkLamp({ ...running, identity: options.identity ?? tlsIdentity(), outbox }, (now) => {
    shown = now
    presenter.present(now)
  })
  learnTrouble(link, 'lamp', troubles)
  learnTrouble(link, 'cord', cordTroubles)
  if (options.lamps.some(({ hasBuzzer }) => hasBuzzer)) link.learn({ kind: 'muted', muted: false })

  return {
    isWell: () => clock.moment().monotonic - presenter.lookedAt() < stuckAfter,
    status: () => statusOf(shown, [troubles, cordTroubles]),
    async close() {
      for (const contact of contacts) contact.close()
      presenter.close()
      try {
        await link.close()
      } finally {
        // Also when the broker goes away before us.
        await outbox?.settled()
      }
    },
  }
}

function learnTrouble(link: LampLink | undefined, part: 'lamp' | 'cord', troubles: Troubles): void {
  const because = troubles.words()
  link?.learn(because === undefined ? { kind: `${part}-back` } : { kind: `${part}-lost`, because })
}

/** For `systemctl status`; it begins with `connected` where that is so. */
function statusOf(shown: Shown, troubles: readonly Troubles[]): string {
  const isConnected = shown.state !== 'unknown' || shown.because !== 'no-contact'
  const parts = [
    isConnected ? `connected, shows ${stateWords(shown)}` : 'no contact with the broker',
    ...troubles.flatMap((each) => each.words() ?? []),
  ]
  return parts.join('; ')
}
