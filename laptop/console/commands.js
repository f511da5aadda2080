/** @import { ConsoleState } from '../doors/state.ts' */
import { element, find } from './element.js'

/** @returns {(state: ConsoleState) => void} */
export function commandsSection() {
  const list = find('.commands', HTMLElement)
  let seen = ''
  return ({ about, lights, cords }) => {
    const light = lights[0]?.name ?? 'desk-1'
    const cord = cords[0]?.name ?? light
    const now = JSON.stringify([about, light, cord])
    if (now === seen) return
    seen = now
    list.replaceChildren(...commands(about, light, cord).flatMap(({ what, command }) => entry(what, command)))
  }
}

/** @param {ConsoleState['about']} about @param {string} light @param {string} cord */
function commands({ mqttPort, awsPort }, light, cord) {
  const broker = `-h 127.0.0.1 -p ${mqttPort} -q 1`
  return [
    { what: 'Fire an alarm', command: `curl ${location.origin}/local/alarms/checkout-5xx -d '{"state":"ALARM"}'` },
    { what: 'See what a lamp is told', command: `mosquitto_sub ${broker} -t andon/lights/${light}/command` },
    { what: 'See what it reports', command: `mosquitto_sub ${broker} -t andon/lights/${light}/reported` },
    { what: 'Pull a cord', command: `mosquitto_pub ${broker} -t andon/cords/${cord}/pulled -m '{"click":"SINGLE"}'` },
    {
      what: 'It is resolved',
      command: `mosquitto_pub ${broker} -t andon/cords/${cord}/pulled -m '{"click":"DOUBLE"}'`,
    },
    { what: 'Answer a call', command: `curl ${location.origin}/local/incidents/<id>/answer -d '{"by":"ada"}'` },
    {
      what: 'Resolve an incident',
      command: `curl ${location.origin}/local/incidents/<id>/resolve -d '{"by":"ada","reason":"it is over"}'`,
    },
    { what: 'Any AWS event', command: `curl ${location.origin}/local/events -d @event.json` },
    { what: 'Incidents as JSON', command: `curl ${location.origin}/local/incidents` },
    { what: 'The AWS endpoint', command: `aws --endpoint-url http://127.0.0.1:${awsPort} dynamodb list-tables` },
  ]
}

/** @param {string} what @param {string} command */
function entry(what, command) {
  const copy = element('button', { type: 'button', class: 'copy', 'aria-label': `Copy the command: ${what}` }, 'Copy')
  copy.addEventListener('click', () => void copied(command).then((word) => (copy.textContent = word)))
  return [element('dt', {}, what), element('dd', {}, element('code', {}, command), copy)]
}

/** @param {string} command @returns {Promise<string>} */
const copied = (command) =>
  navigator.clipboard.writeText(command).then(
    () => 'Copied',
    () => 'Not allowed',
  )
