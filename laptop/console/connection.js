/** The laptop is heard from every 5 s even when nothing changes; after this long, in milliseconds, it is lost. */
const longestSilence = 12_000
const retryAfter = 1000

/**
 * Hears every state from the laptop, for as long as the page is open.
 *
 * @param {{ heard: (state: import('../doors/state.ts').ConsoleState) => void, lost: () => void }} listener `lost` is
 *   called at once when there is no contact any more, and again after each attempt that failed
 */
export function listen({ heard, lost }) {
  const source = new EventSource('/local/changes')
  /** @type {ReturnType<typeof setTimeout>} */
  let silence

  const giveUp = () => {
    clearTimeout(silence)
    source.close()
    lost()
    setTimeout(() => listen({ heard, lost }), retryAfter)
  }
  const heardSomething = () => {
    clearTimeout(silence)
    // A machine that hangs, or a laptop that slept, does not end the connection: only its silence tells.
    silence = setTimeout(giveUp, longestSilence)
  }

  source.addEventListener('error', giveUp)
  source.addEventListener('beat', heardSomething)
  source.addEventListener('state', ({ data }) => {
    heardSomething()
    heard(JSON.parse(data))
  })
  heardSomething()
}
