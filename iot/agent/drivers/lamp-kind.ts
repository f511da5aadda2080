import type * as z from 'zod/mini'
import type { AgentClock } from '../clock/clock.ts'
import type { Colour } from '../show/pattern.ts'
import type { OpenDriver } from './driver.ts'
import type { LampOutput } from './lamp-output.ts'

/** A kind of lamp: all that settings, agent, installation and doctor have to know of it. */
export interface LampKind<Settings> {
  /** What the settings hold of one; `driver` names the kind. Every message says what is allowed. */
  readonly form: z.ZodMiniType<Settings>
  open(settings: Settings, around: Around): OpenDriver
  hasBuzzer(settings: Settings): boolean
  /** The colours that it has itself. */
  colours(settings: Settings): readonly Colour[]
  /** The lines of a GPIO chip that it takes, by their names in the settings. */
  takes(settings: Settings): Taken
  /** Whether it goes on showing what it showed when our process is killed. */
  readonly staysLit: boolean
  /** Where it is, in words for people: "a serial port (/dev/ttyACM0)". */
  place(settings: Settings): string
  /** What to do when it does not work. */
  readonly remedy: string
  /** What an installation writes into the settings beside `driver`: wired as in docs/hardware.md. */
  readonly usual: object
}

export interface Taken {
  readonly chip?: string | undefined
  readonly lines: Readonly<Record<string, number | undefined>>
}

/** What a lamp finds around it. */
export interface Around {
  readonly light: string
  /** For lamps that are drawn or written. */
  readonly output: LampOutput
  readonly clock: AgentClock
}
