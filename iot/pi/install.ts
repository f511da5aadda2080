import type { Enrolment, LampKind } from '../contract/enrolment.ts'
import { NotConnected } from './conversation.ts'
import { enrol } from './enrol.ts'
import { PiFailure } from './failure.ts'
import { pause, type Pi } from './pi.ts'
import { type Program, placeProgram, use, versionAt } from './program.ts'
import { placeSettings } from './settings.ts'
import type { Systemd } from './systemd.ts'
import { placeNotification, placeUnits } from './units.ts'
import { isConnected, watchUntil } from './watch-service.ts'

/** The network may come up later than the Pi. Milliseconds. */
const betweenCalls = 5000
const calls = 12
/** How long the lamp may take to find the broker. Milliseconds. */
const patience = 60_000

export interface Installation {
  readonly token: Enrolment
  /** Overrides the token's. */
  readonly lamp: LampKind | undefined
  readonly program: Program
  /** Whether the agent can send to systemd, which needs koffi. */
  readonly canNotify: boolean
  readonly isToStart: boolean
}

/**
 * Makes this Pi a light. Skips what an earlier, interrupted attempt has done. Rejects with `Failure`.
 */
export async function install(pi: Pi, { token, lamp, program, canNotify, isToStart }: Installation): Promise<void> {
  const { disk, places, systemd, say } = pi
  await enrolPatiently(pi, token)
  await placeSettings(pi, token, lamp ?? token.lamp)

  await placeProgram(disk, places, program)
  if ((await versionAt(places.current)) !== program.version) {
    await use(disk, places, program.version)
    say(`installed version ${program.version}`)
  }
  await placeNotification(disk, places, canNotify)
  await placeUnits(disk, places, program)
  say(
    canNotify
      ? 'enabled the service andon-light'
      : 'enabled the service andon-light without a watchdog, because koffi cannot be loaded',
  )

  if (systemd === undefined) return say('the card is ready; the light starts when the Pi starts')
  await systemd.reload()
  if (!isToStart) return say('start it with: sudo systemctl start andon-light')
  await start({ ...pi, systemd }, token, canNotify)
}

async function enrolPatiently(pi: Pi, token: Enrolment): Promise<void> {
  for (let call = 1; ; call++) {
    try {
      return await enrol(pi, token)
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error
      if (call === calls)
        throw new PiFailure(
          `cannot connect to ${token.broker}: ${error.message}`,
          'check the network (port 8883 or 443 must be open), then run the same command again: it goes on from here',
        )
      pi.say(`not connected yet (${error.message}); trying again in ${betweenCalls / 1000} s`)
      await pause(pi, betweenCalls)
    }
  }
}

async function start(pi: Pi & { readonly systemd: Systemd }, { light }: Enrolment, canNotify: boolean): Promise<void> {
  await pi.systemd.restart()
  const seen = await watchUntil(pi, patience, (state) => !canNotify || isConnected(state))
  switch (seen.kind) {
    case 'so':
      return pi.say(canNotify ? `${light}: ${seen.status}` : 'started; see its log with: journalctl -u andon-light')
    case 'not-so':
      throw new PiFailure(`${light} runs, but: ${seen.status}`, 'find out why with: sudo andon-light doctor')
    case 'ended': {
      const words = (await pi.systemd.lastWords()).map((line) => `\n  | ${line}`).join('')
      throw new PiFailure(
        `the service andon-light does not keep running${words}`,
        'find out why with: sudo andon-light doctor',
      )
    }
  }
}
