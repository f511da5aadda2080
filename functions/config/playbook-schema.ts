import { z } from 'zod'
import { toSeconds } from '../domain/duration.ts'
import { longestHold, mostHolds } from '../domain/hold.ts'
import { trusts } from '../domain/trust.ts'
import { actionSchema, type KnownActions } from './action-schema.ts'
import type { ApprovalConfig, Countermeasure, PlaybookConfig } from './define-andon.ts'
import { day, object, perHour, text, wait } from './schema-parts.ts'
import { waitOf } from './wait-of.ts'

/** A durable execution lasts a year at most; a day is left for the work between the waits, and some for being held. */
const longestPlaybook = 364 * day - mostHolds * toSeconds(longestHold)

/** The form of a playbook. @param known the actions of the services that the config names, at least */
export const playbookSchema = (known: KnownActions) =>
  object<PlaybookConfig>()({
    title: text,
    countermeasures: z
      .array(countermeasureSchema(known))
      .check(z.minLength(1, 'at least one countermeasure'))
      .refine(
        (all) => all.reduce((sum, each) => sum + toSeconds(waitOf(each, known.actions)), 0) <= longestPlaybook,
        `waits of at most ${longestPlaybook / day} days in total`,
      ),
    trust: z.exactOptional(z.enum(trusts, trusts.map((each) => `"${each}"`).join(', '))),
    approval: z.exactOptional(
      object<ApprovalConfig>()({
        within: z.exactOptional(wait),
        twoPeople: z.exactOptional(z.literal(true, 'true, or left out')),
      }),
    ),
    cooldown: z.exactOptional(wait),
    actsPerHour: z.exactOptional(perHour),
    atMostPerHour: z.exactOptional(perHour),
  })

const countermeasureSchema = ({ actions, services }: KnownActions) =>
  object<Countermeasure>()({
    do: actionSchema({ actions, services }),
    wait: z.exactOptional(wait),
    afterwards: z.exactOptional(z.literal('undo', '"undo"')),
  }).check(({ value, issues }) => {
    const known = actions.get(value.do.action)
    if (value.afterwards === undefined || known === undefined) return
    if (known.canUndo && !known.undoOnlyIfAsked) return
    const message = `nothing: ${value.do.action} ${known.canUndo ? 'is undone only when a person asks' : 'cannot be undone'}`
    issues.push({ code: 'custom', path: ['afterwards'], input: value.afterwards, message })
  })
