/** The Pi sends something every 2 s even when nothing changes. After this silence the connection is lost. Milliseconds. */
const longestSilence = 5000
const look = 250
const retryAfter = 1000

/**
 * Listens to the Pi while the page is open.
 *
 * @param {{ heard: (kind: string, news: any) => void, lost: () => void }} listener `lost` is called at once when the
 *   connection is lost, and may be called again until it is back
 */
export function listen({ heard, lost }) {
  const source = new EventSource('changes')
  let lastHeard = now()
  /** The least that the Pi's clock is behind ours: a message that is later by far was long on its way. */
  let leastBehind = Infinity

  const giveUp = () => {
    clearInterval(watch)
    source.close()
    document.removeEventListener('visibilitychange', wakeUp)
    lost()
    setTimeout(() => listen({ heard, lost }), retryAfter)
  }
  const watch = setInterval(() => silence(lastHeard) > longestSilence && giveUp(), look)
  /** A sleeping machine does not notice that time passes. What it shows when it wakes up is old. */
  const wakeUp = () => document.visibilityState === 'visible' && silence(lastHeard) > look * 4 && giveUp()

  /** @param {MessageEvent<string>} event */
  const take = ({ type, data }) => {
    const news = JSON.parse(data)
    const behind = performance.now() - news.at
    leastBehind = Math.min(leastBehind, behind)
    if (behind - leastBehind > longestSilence) return giveUp()
    lastHeard = now()
    heard(type, news)
  }
  source.addEventListener('error', giveUp)
  for (const kind of ['beat', 'frame', 'words']) source.addEventListener(kind, take)
  document.addEventListener('visibilitychange', wakeUp)
}

/** On both clocks: one stops while the machine sleeps, the other may be set. */
const now = () => ({ running: performance.now(), wall: Date.now() })
/** @param {ReturnType<typeof now>} since */
const silence = (since) => Math.max(performance.now() - since.running, Date.now() - since.wall)
