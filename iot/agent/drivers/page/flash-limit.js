/** The Pi keeps the same limit. But what it sends a second apart may arrive at once. */
const most = 2
const noticeable = 0.1
const isDown = { isUp: false, extreme: 0 }

/**
 * Makes a limit. It passes on what is wanted, but a colour that would light up for the third time within a second stays
 * as it is until its turn. WCAG 2.3.1 allows three flashes.
 *
 * @returns {(wanted: readonly number[], now: number) => readonly number[]} brightness of each colour, 0 to 1; `now` in
 *   milliseconds
 */
export function flashLimit() {
  /** Which way each colour went last, and how far. @type {readonly (typeof isDown)[]} */
  let swings = []
  /** @type {readonly number[]} */
  let given = []
  /** @type {readonly number[]} */
  let rises = []
  const swingOf = (/** @type {number} */ lamp) => swings[lamp] ?? isDown
  const wouldRise = (/** @type {number} */ brightness, /** @type {number} */ lamp) =>
    !swingOf(lamp).isUp && swung(swingOf(lamp), brightness).isUp

  return (wanted, now) => {
    rises = rises.filter((time) => time > now - 1000)
    const isFull = rises.length >= most
    given = wanted.map((wish, lamp) => (isFull && wouldRise(wish, lamp) ? (given[lamp] ?? 0) : wish))

    // A slow rise counts from its end: until then somebody may first notice it.
    if (given.some((brightness, lamp) => swingOf(lamp).isUp && brightness > swingOf(lamp).extreme))
      rises = [...rises.slice(0, -1), now]
    if (given.some(wouldRise)) rises = [...rises, now]
    swings = given.map((brightness, lamp) => swung(swingOf(lamp), brightness))
    return given
  }
}

/** @param {typeof isDown} swing @param {number} brightness */
function swung({ isUp, extreme }, brightness) {
  const onward = isUp ? brightness - extreme : extreme - brightness
  if (onward >= 0) return { isUp, extreme: brightness }
  return onward <= -noticeable ? { isUp: !isUp, extreme: brightness } : { isUp, extreme }
}
