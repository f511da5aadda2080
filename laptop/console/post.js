/**
 * @typedef {{ went: 'well', answer: any } | { went: 'wrong', why: string }} Outcome
 */

/**
 * Asks the laptop to do something.
 *
 * @param {string} path
 * @param {unknown} body
 * @param {string} otherwise what to say when it cannot be reached: "desk-1 was not pulled"
 * @returns {Promise<Outcome>} `why` is a sentence or two for people, with a remedy
 */
export async function post(path, body, otherwise) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    return response.ok ? { went: 'well', answer } : { went: 'wrong', why: `${answer.error} ${answer.remedy}` }
  } catch (error) {
    const why = `${otherwise}: the laptop does not answer (${String(error)}). Is npm start running?`
    return { went: 'wrong', why }
  }
}

/**
 * Says what came of it, for eyes and for screen readers.
 *
 * @param {HTMLElement} place with role="status"
 * @param {Outcome} outcome
 * @param {(answer: any) => string} well
 */
export function tell(place, outcome, well) {
  place.dataset['went'] = outcome.went
  place.textContent = outcome.went === 'well' ? well(outcome.answer) : outcome.why
}
