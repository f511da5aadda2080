import { find } from './element.js'
import { post } from './post.js'

/** What `POST /local/events` takes: an alarm as CloudWatch tells of it on this laptop. */
const alarmEvent = (/** @type {string} */ name) => ({
  version: '0',
  id: crypto.randomUUID(),
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '000000000000',
  time: new Date().toISOString(),
  region: 'eu-central-1',
  resources: [`arn:aws:cloudwatch:eu-central-1:000000000000:alarm:${name}`],
  detail: {
    alarmName: name,
    state: { value: 'ALARM', reason: 'asked on the console page', timestamp: new Date().toISOString() },
  },
})

/** "What would happen?": explains an alarm by its name, or an event that somebody pastes. Nothing is done. */
export function explainSection() {
  const form = find('#explain form', HTMLFormElement)
  const what = find('#explain-what', HTMLTextAreaElement)
  const outcome = find('#explain .outcome', HTMLElement)
  const words = find('#explain pre', HTMLElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void ask(what.value.trim(), outcome, words)
  })
}

/** @param {string} text @param {HTMLElement} outcome @param {HTMLElement} words */
async function ask(text, outcome, words) {
  const event = eventIn(text)
  if (event === undefined) {
    outcome.dataset['went'] = 'wrong'
    outcome.textContent = 'That begins like an event, but it is not JSON.'
    return
  }
  const went = await post('/local/explain', event, 'Nothing was explained')
  outcome.dataset['went'] = went.went
  outcome.textContent = went.went === 'well' ? 'This would follow; nothing was done.' : went.why
  words.textContent = went.went === 'well' ? went.answer.words.join('\n') : ''
}

/** @param {string} text */
function eventIn(text) {
  if (!text.startsWith('{') && !text.startsWith('[')) return alarmEvent(text)
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
