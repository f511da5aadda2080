import type { Enrolment, LampKind } from '../contract/enrolment.ts'
import { NotConnected } from './conversation.ts'
import { enrol } from './enrol.ts'
import { Failure } from './failure.ts'
import { pause, type Pi } from './pi.ts'
import { type Program, placeProgram, use, versionAt } from './program.ts'
import { placeSettings } from './settings.ts'
import type { Systemd } from './systemd.ts'
import { placeNotification, placeUnits } from './units.ts'
import { isConnected, watchUntil } from './watch-service.ts'

/** A Pi's network may come up after it does. Milliseconds. */
const betweenCalls = 5000
const calls = 12
/** How long the lamp may take to find the broker. Milliseconds. */
const patience = 60_000

export interface Installation {
  readonly token: Enrolment
  /** Over what the token says. */
  readonly lamp: LampKind | undefined
  readonly program: Program
  /** Whether koffi runs here, so that systemd can be told. */
  readonly canNotify: boolean
  readonly isToStart: boolean
}

/**
 * Makes this Pi a light. What was done before, by an earlier attempt that power or network ended, is not done again.
 * Rejects with `Failure`.
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
      : 'enabled the service andon-light, without a watchdog: no koffi here',
  )

  if (systemd === undefined) return say('prepared; it starts with the machine')
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
        throw new Failure(
          `no contact with ${token.broker}: ${error.message}`,
          'look at the network (port 8883 or 443 must be open), then give the same command again: it goes on from here',
        )
      pi.say(`no contact yet (${error.message}); tries again in ${betweenCalls / 1000} s`)
      await pause(pi, betweenCalls)
    }
  }
}

async function start(pi: Pi & { readonly systemd: Systemd }, { light }: Enrolment, canNotify: boolean): Promise<void> {
  await pi.systemd.restart()
  const seen = await watchUntil(pi, patience, (state) => !canNotify || isConnected(state))
  switch (seen.kind) {
    case 'so':
      return pi.say(canNotify ? `${light}: ${seen.status}` : 'started; its log: journalctl -u andon-light')
    case 'not-so':
      throw new Failure(`${light} runs, but: ${seen.status}`, 'sudo andon-light doctor tells more')
    case 'ended': {
      const words = (await pi.systemd.lastWords()).map((line) => `\n  | ${line}`).join('')
      throw new Failure(`the service does not keep running${words}`, 'sudo andon-light doctor tells more')
    }
  }
}
