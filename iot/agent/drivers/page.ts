import { type Cancel, type AgentClock, machineClock } from '../clock/clock.ts'
import type { OpenDriver } from './driver.ts'
import { dark, type Frame, colours } from '../show/pattern.ts'
import { printable } from '../printable.ts'
import { asideWords, reasonLines, type Shown } from '../lamp/shown.ts'
import { servePage } from './page-server.ts'

export interface PageOptions {
  /** 0: any free one. */
  readonly port: number
  /** The address to listen on; by default all addresses of this machine. */
  readonly host?: string | undefined
  /** Other names of this machine on its network, besides its own and `<own>.local`. */
  readonly names?: readonly string[] | undefined
}

/** A page that misses two of these shows `unknown`. Milliseconds. */
const beat = 2000
/** What of the reasons a screen has room for: lines, and the width of each in terminal cells. */
const mostReasons = 3
const widest = 120

/**
 * A lamp for tablets and televisions: a page on this machine's own network.
 * @param opened called with the port each time the page is served
 */
export function pageDriver(
  { port, host, names = [] }: PageOptions,
  light: string,
  clock: AgentClock = machineClock,
  opened: (port: number) => void = () => {},
): OpenDriver {
  return async (lost) => {
    const event = (kind: string, news: object) =>
      `event: ${kind}\ndata: ${JSON.stringify({ at: clock.moment().monotonic, ...news })}\n\n`
    const news = { frame: lampsOf(dark), words: wordsOf(light, { state: 'unknown', because: 'not-connected' }) }
    const greeting = () => event('frame', news.frame) + event('words', news.words)
    const server = await servePage({ port, host, names, greeting }, lost)
    opened(server.port)

    const tell = <Kind extends keyof typeof news>(kind: Kind, next: (typeof news)[Kind]) => {
      if (JSON.stringify(next) === JSON.stringify(news[kind])) return
      news[kind] = next
      server.say(event(kind, next))
    }
    let cancel: Cancel
    const beatOn = () => {
      server.say(event('beat', {}))
      cancel = clock.after(beat, beatOn)
    }
    beatOn()
    return {
      show(frame, shown) {
        tell('frame', lampsOf(frame))
        tell('words', wordsOf(light, shown))
      },
      close() {
        cancel()
        server.close()
      },
    }
  }
}

/** No eye sees finer steps of brightness. */
const lampsOf = (frame: Frame) => ({ lamps: colours.map((colour) => Math.round(frame[colour] * 100) / 100) })

function wordsOf(light: string, shown: Shown) {
  const { named: reasons, more } = reasonLines(shown, mostReasons, widest)
  return {
    light,
    state: shown.state,
    also: asideWords(shown).join(' · '),
    line: shown.state === 'unknown' ? '' : printable(shown.line, widest),
    reasons,
    more,
  }
}
