import { alarmOfKey } from '../../functions/domain/alarm-key.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { isMachines } from '../../functions/domain/incident.ts'
import { earlierNames, firstName } from '../../functions/domain/line-names.ts'
import type { ListedIncident } from '../../functions/domain/listed-incident.ts'
import { own } from '../../functions/domain/own.ts'
import { compilePattern } from '@andon/event-pattern'
import { lineTopicName } from '../../functions/channels/sns/sns.ts'
import type { Deployment } from '../deployment.ts'

/** What is deployed, and what hangs on it now. */
export interface Standing extends Pick<Deployment, 'lines' | 'lights' | 'cords' | 'lineTopics'> {
  /** What is open on each line, by its deployed name. */
  readonly open: Readonly<Record<string, readonly ListedIncident[]>>
  /** How many have subscribed to a topic, of those that would go. */
  readonly subscribers: Readonly<Record<string, number>>
  /** The lights that some lamp has reported as. */
  readonly installed: ReadonlySet<string>
}

/** What the next deployment does to what hangs on a name. */
export interface Finding {
  readonly kind: 'line' | 'topic' | 'pattern' | 'playbook' | 'light' | 'cord' | 'rule'
  readonly name: string
  /** Something is lost with it that nobody gets back; or, of a rule, it is in the way. */
  readonly lost: boolean
  readonly says: string
  readonly remedy?: string
  /** The incidents that it is about. */
  readonly incidents?: readonly string[]
}

/** All of it, what is lost first. */
export function findings(standing: Standing, config: AndonConfig): readonly Finding[] {
  const all = [
    ...ofLines(standing, config),
    ...ofTopics(standing, config),
    ...ofPlaybooks(standing, config),
    ...ofPatterns(standing, config),
    ...ofLights(standing, config),
    ...ofCords(standing, config),
  ]
  return [...all.filter(({ lost }) => lost), ...all.filter(({ lost }) => !lost)]
}

/** The topics that are deployed, and that the config would not have. */
export function topicsThatGo({ lineTopics }: Pick<Deployment, 'lineTopics'>, { lines }: AndonConfig): string[] {
  const stay = new Set(Object.entries(lines).map(([name, line]) => lineTopicName(firstName(name, line))))
  return Object.values(lineTopics).filter((topic) => !stay.has(topic))
}

/** What a deployed line is called in the config; `undefined`: it is not there. */
function nameNow(name: string, { lines }: AndonConfig): string | undefined {
  if (own(lines, name) !== undefined) return name
  return Object.entries(lines).find(([, line]) => earlierNames(line).includes(name))?.[0]
}

function ofLines({ lines, open }: Standing, config: AndonConfig): Finding[] {
  return Object.keys(lines).flatMap((name): Finding[] => {
    const now = nameNow(name, config)
    const incidents = (own(open, name) ?? []).map(({ id }) => id)
    const about = { kind: 'line', name, ...(incidents.length > 0 && { incidents }) } as const
    const many = count(incidents.length, 'open incident')
    if (now === name) return []
    if (now !== undefined) {
      const what = incidents.length === 0 ? 'its topic stays' : `${many} and its topic go with it`
      return [{ ...about, lost: false, says: `line ${name} is called ${now} now: ${what}` }]
    }
    if (incidents.length === 0) return [{ ...about, lost: false, says: `line ${name} goes: nothing is open on it` }]
    const says = `line ${name} goes, with ${many}: no lamp and no list will show them any more`
    return [
      {
        ...about,
        lost: true,
        says,
        remedy: `resolve them first, or, if the line has another name now, ${sayWas(name)}`,
      },
    ]
  })
}

const sayWas = (name: string) => `write \`was: '${name}'\` into that line of andon.config.ts`

function ofTopics(standing: Standing, config: AndonConfig): Finding[] {
  return topicsThatGo(standing, config).flatMap((name): Finding[] => {
    const subscribed = own(standing.subscribers, name) ?? 0
    if (subscribed === 0) return []
    const line = name.replace(lineTopicName(''), '')
    const says = `topic ${name} goes, and ${count(subscribed, 'subscription')} to it`
    return [{ kind: 'topic', name, lost: true, says, remedy: `if its line has another name now, ${sayWas(line)}` }]
  })
}

/** A machine may be at it: then people are called in its place. */
function ofPlaybooks({ open }: Standing, { playbooks }: AndonConfig): Finding[] {
  const atWork = Object.values(open).flatMap((ofLine) => ofLine.filter(isMachines))
  const gone = atWork.flatMap(({ id, playbook }) =>
    playbook === undefined || own(playbooks, playbook) !== undefined ? [] : [{ id, playbook }],
  )
  return [...Map.groupBy(gone, ({ playbook }) => playbook)].map(([name, runs]) => ({
    kind: 'playbook',
    name,
    lost: true,
    says: `playbook ${name} goes while it is at work on ${count(runs.length, 'incident')}: people are called to them`,
    remedy: 'wait until they are resolved, or keep it until then',
    incidents: runs.map(({ id }) => id),
  }))
}

/** Of patterns that ask for no more than what is known of an alarm without its event. */
const known = new Set(['alarmName', 'account', 'region'])

function ofPatterns({ open }: Standing, config: AndonConfig): Finding[] {
  if (Object.values(config.lines).some(({ alarms }) => Object.keys(alarms).some((field) => !known.has(field))))
    return []
  const lines = Object.entries(config.lines).map(([name, { alarms }]) => ({ name, takes: compilePattern(alarms) }))
  return Object.entries(open).flatMap(([name, incidents]) =>
    incidents.flatMap(({ id, key }): Finding[] => {
      const alarm = alarmOfKey(key)
      const here = nameNow(name, config)
      if (alarm === undefined || here === undefined) return []
      const next = lines.find(({ takes }) => takes({ alarmName: alarm.name, ...alarm.origin, tags: {} }))?.name
      if (next === here) return []
      const then = next === undefined ? 'no line takes its next ALARM' : `its next ALARM goes to line ${next}`
      const says = `alarm ${alarm.name} is open on line ${here}, and stays there until it clears; ${then}`
      return [{ kind: 'pattern', name: alarm.name, lost: false, says, incidents: [id] }]
    }),
  )
}

function ofLights({ lights, installed }: Standing, config: AndonConfig): Finding[] {
  return Object.keys(lights)
    .filter((name) => own(config.lights, name) === undefined)
    .map((name) => {
      if (!installed.has(name))
        return { kind: 'light', name, lost: false, says: `light ${name} goes: no lamp has reported as it` }
      const says = `light ${name} goes, and has a lamp: it is told nothing more and will show "unknown"`
      return {
        kind: 'light',
        name,
        lost: true,
        says,
        remedy: 'take the lamp away, or keep the light in andon.config.ts',
      }
    })
}

function ofCords({ cords }: Standing, config: AndonConfig): Finding[] {
  return Object.keys(cords)
    .filter((name) => own(config.cords, name) === undefined)
    .map((name) => ({ kind: 'cord', name, lost: false, says: `cord ${name} goes: whoever pulls it then calls nobody` }))
}

export const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
