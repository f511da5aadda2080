/**
 * Keeps the screen on if the browser allows it, and says so if it does not. A touch makes the page full screen.
 *
 * @param {HTMLElement} hint
 */
export function keepAwake(hint) {
  const hold = () => {
    if (document.visibilityState !== 'visible') return
    // Browsers allow it only for pages over HTTPS or from the same machine.
    const lock = navigator.wakeLock?.request('screen') ?? Promise.reject(new Error('not offered'))
    lock.then(
      () => (hint.hidden = true),
      () => {
        hint.textContent =
          'This browser does not let the page keep the screen on. Set the screen to never sleep. Touch for full screen.'
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
