/**
 * Keeps the screen on where the browser lets a page do that, and says so where it does not. A touch fills the screen.
 *
 * @param {HTMLElement} hint
 */
export function keepAwake(hint) {
  const hold = () => {
    if (document.visibilityState !== 'visible') return
    // Browsers lend it only to pages that come over HTTPS or from the machine itself.
    const lock = navigator.wakeLock?.request('screen') ?? Promise.reject(new Error('not offered'))
    lock.then(
      () => (hint.hidden = true),
      () => {
        hint.textContent =
          'Set this screen never to sleep: its browser does not let the page keep it on. Touch to fill it.'
        hint.hidden = false
      },
    )
  }
  document.addEventListener('visibilitychange', hold)
  document.addEventListener('click', () => {
    hint.textContent = ''
    if (document.fullscreenElement === null) document.documentElement.requestFullscreen?.().catch(() => {})
  })
  hold()
}
