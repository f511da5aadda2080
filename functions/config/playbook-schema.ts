import { z } from 'zod'
import { toSeconds } from '../domain/duration.ts'
import { longestHold, mostHolds } from '../domain/hold.ts'
import { trusts } from '../domain/trust.ts'
import { actionSchema, type KnownActions } from './action-schema.ts'
import type { ApprovalConfig, Countermeasure, PlaybookConfig, RadiusConfig } from './define-andon.ts'
import { actsPerHour, day, object, perHour, text, wait } from './schema-parts.ts'
import { timeToDecide } from './rules-of.ts'
import { waitOf } from './wait-of.ts'

/** A durable execution lasts a year at most; a day is left for the work between the waits, and some for being held. */
const longestPlaybook = 364 * day - mostHolds * toSeconds(longestHold)

/** The form of a playbook. @param known the actions of the services that the config names, at least */
export const playbookSchema = (known: KnownActions) =>
  object<PlaybookConfig>()({
    title: text,
    countermeasures: z.array(countermeasureSchema(known)).check(z.minLength(1, 'at least one countermeasure')),
    trust: z.exactOptional(z.enum(trusts, trusts.map((each) => `"${each}"`).join(', '))),
    approval: z.exactOptional(
      object<ApprovalConfig>()({
        within: z.exactOptional(wait),
        twoPeople: z.exactOptional(z.literal(true, 'true, or left out')),
      }),
    ),
    cooldown: z.exactOptional(wait),
    actsPerHour: z.exactOptional(actsPerHour),
    radius: z.exactOptional(radius),
    atMostPerHour: z.exactOptional(perHour),
  }).check(({ value: playbook, issues }) => {
    if (longestTime(playbook, known) <= longestPlaybook) return
    const message = `waits, and times to decide, of at most ${longestPlaybook / day} days in total`
    issues.push({ code: 'custom', path: ['countermeasures'], input: playbook.countermeasures, message })
  })

const radius = object<RadiusConfig>()({
  atMost: z.exactOptional(actsPerHour),
  percent: z.exactOptional(z.number('a number').check(z.gt(0, 'more than 0'), z.lte(100, 'at most 100'))),
  within: z.exactOptional(wait),
})

/** Of all waits for its alarm, and for people where it asks before each act; if nobody changes what it asks about. */
function longestTime({ countermeasures, trust, approval }: PlaybookConfig, { actions }: KnownActions): number {
  // At 'auto' too, once it has failed.
  const asks = trust === 'observe' ? 0 : timeToDecide(approval)
  return countermeasures.reduce((sum, each) => sum + toSeconds(waitOf(each, actions)) + asks, 0)
}

const countermeasureSchema = (known: KnownActions) =>
  object<Countermeasure>()({
    do: actionSchema(known),
    wait: z.exactOptional(wait),
    afterwards: z.exactOptional(z.literal('undo', '"undo"')),
  }).check(({ value, issues }) => {
    const action = known.actions.get(value.do.action)
    if (value.afterwards === undefined || action === undefined) return
    if (action.canUndo && !action.undoOnlyIfAsked) return
    const message = `nothing: ${value.do.action} ${action.canUndo ? 'is undone only when a person asks' : 'cannot be undone'}`
    issues.push({ code: 'custom', path: ['afterwards'], input: value.afterwards, message })
  })
