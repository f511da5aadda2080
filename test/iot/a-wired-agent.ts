import { type AgentOptions, startAgent } from '../../iot/agent/agent.ts'
import type { LampTrouble } from '../../iot/agent/drivers/driver.ts'
import type { LampPart } from '../../iot/agent/drivers/lamp-part.ts'
import type { Edge } from '../../iot/agent/cord/press.ts'
import type { SessionEvents } from '../../iot/agent/link/session.ts'
import type { CordPull } from '../../iot/contract/cord-pull.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { seenOf } from './show/an-animated-lamp.ts'
import { MovedClock } from './clock/moved-clock.ts'

type Lost = (trouble: LampTrouble) => void

/** A lamp in our hands: what it gives, and whether it can be had. */
export function aLampInHand(name: string, { hasBuzzer = false } = {}) {
  const seen: string[] = []
  const hand = { seen, missing: undefined as LampTrouble | undefined, lose: (_why: LampTrouble) => {} }
  const open = async (lost: Lost) => {
    if (hand.missing !== undefined) throw hand.missing
    hand.lose = lost
    return {
      show: (frame: Parameters<typeof seenOf>[0]) => void seen.push(seenOf(frame)),
      close: () => void seen.push('closed'),
    }
  }
  return Object.assign(hand, { part: { name, open, hasBuzzer } satisfies LampPart })
}

/** A contact in our hands. */
export function aContactInHand() {
  let tell = (_edge: Edge) => {}
  const hand = { lose: (_why: LampTrouble) => {} }
  return Object.assign(hand, {
    open: async (onEdge: (edge: Edge) => void, lost: Lost) => {
      tell = onEdge
      hand.lose = lost
      return { close: () => (tell = () => {}) }
    },
    edge: (pressed: boolean, at: number) => tell({ pressed, at }),
  })
}

/** A whole agent with its parts in our hands, on a network and under a clock of ours. */
export async function aWiredAgent(options: Pick<AgentOptions, 'lamps'> & Partial<AgentOptions>) {
  const clock = new MovedClock()
  const said: { reports: LightReport[]; pulls: CordPull[] } = { reports: [], pulls: [] }
  let events: SessionEvents | undefined
  const agent = startAgent({
    broker: 'mqtts://broker.example',
    light: 'desk-1',
    version: '1.2.3',
    clock,
    chance: () => 0.5,
    log: () => {},
    open: (_options, theirs) => {
      events = theirs
      return {
        report: (report) => void said.reports.push(report),
        pull: (pull, taken) => {
          said.pulls.push(pull)
          taken()
        },
        leave: async () => {},
      }
    },
    ...options,
  })
  await partsOpened()
  return {
    agent,
    clock,
    pulls: said.pulls,
    /** What it last said of itself, once its pacing has let it through. */
    report: () => {
      clock.pass(2)
      return said.reports.at(-1)
    },
    connect: () => events?.onConnected(),
    command: (command: object) => events?.onPayload(Buffer.from(JSON.stringify(command)), false),
  }
}

/** Parts open in a turn of their own. */
export const partsOpened = () => new Promise((resolve) => setImmediate(resolve))
