/** @import { ConsoleState } from '../doors/state.ts' */
import { alarmsSection } from './alarms.js'
import { chatSection } from './chat.js'
import { commandsSection } from './commands.js'
import { listen } from './connection.js'
import { cordsSection } from './cords.js'
import { deadLettersSection } from './dead-letters.js'
import { find } from './element.js'
import { explainSection } from './explain.js'
import { incidentsSection } from './incidents.js'
import { linesSection } from './lines.js'
import { lightsSection } from './lights.js'
import { playbooksSection } from './playbooks.js'
import { timeOfDay } from './time.js'
import { topicsSection } from './topics.js'

const showLights = lightsSection()
const sections = [
  alarmsSection(),
  linesSection(),
  playbooksSection(),
  cordsSection(),
  incidentsSection(),
  chatSection(),
  topicsSection(),
  deadLettersSection(),
  commandsSection(),
]
explainSection()
const contact = find('#contact', HTMLElement)
const alarm = find('#lost', HTMLElement)

/** @type {{ state: ConsoleState, at: Date } | undefined} */
let newest
let isConnected = false

listen({
  heard(state) {
    newest = { state, at: new Date() }
    isConnected = true
    for (const show of sections) show(state)
    show()
  },
  lost() {
    isConnected = false
    show()
  },
})

function show() {
  document.body.classList.toggle('is-lost', !isConnected)
  contact.dataset['contact'] = isConnected ? 'live' : 'lost'
  contact.textContent = isConnected ? 'live' : 'no contact'
  alarm.textContent = isConnected ? '' : lostWords()
  showLights(newest?.state.lights ?? [], isConnected)
  document.title = `${headline()} · Andon on this laptop`
  find('#summary', HTMLElement).textContent = headline()
}

function lostWords() {
  const since = newest === undefined ? 'nothing has come from it yet' : `below is the state of ${timeOfDay(newest.at)}`
  return `No contact with the laptop: ${since}. Is npm start still running? This page keeps trying.`
}

function headline() {
  if (!isConnected || newest === undefined) return 'no contact'
  const { about, counts } = newest.state
  const open = counts.open === 0 ? 'nothing open' : `${counts.open} open`
  return about.speed === 1 ? open : `${open}, waits pass ${about.speed} times as fast`
}
