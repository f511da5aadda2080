import { z } from 'zod'
import { namePattern } from '../../iot/contract/topics.ts'
import { type ChannelConfig, channelKinds } from '../channels/registry.ts'
import type { KnownActions } from './action-schema.ts'
import type {
  AlarmsFrom,
  AndonConfig,
  CordConfig,
  LightConfig,
  LineConfig,
  May,
  PlaybookChoice,
} from './define-andon.ts'
import { type Callers, escalationSchema } from './escalation-schema.ts'
import { expectedInWords } from './expected-in-words.ts'
import { own } from '../domain/own.ts'
import { choicesNeverTaken } from './named-origins.ts'
import { playbookSchema } from './playbook-schema.ts'
import {
  account,
  actsPerHour,
  named,
  object,
  once,
  oneOf,
  origin,
  pattern,
  region,
  text,
  wait,
} from './schema-parts.ts'
import { sourceSchema } from './source-schema.ts'
import { weeklyHours } from './weekly-hours-schema.ts'

/** What the parts of a config may refer to. */
export interface NamesInConfig extends KnownActions {
  readonly lines: readonly string[]
  readonly channels: readonly string[]
  /** Those that can call people who may be asleep, and how. */
  readonly callers: Callers
  readonly playbooks: readonly string[]
  /** What lines were called before, as often as it is named. */
  readonly earlierLines: readonly unknown[]
  /** Serials of all buttons, as often as they are named. */
  readonly buttons: readonly unknown[]
}

const mostSources = 200

/**
 * The form of `andon.config.ts`. Every message says what is allowed.
 *
 * @param known read from the config beforehand, so that one pass finds wrong references as well as wrong forms
 */
export function andonSchema(known: NamesInConfig): z.ZodType<AndonConfig> {
  const line = oneOf('lines', known.lines)
  const lines = named(lineSchema(known))
  return object<AndonConfig>()({
    lines: lines.refine((all) => Object.keys(all).length > 0, 'at least one line'),
    platform: line,
    channels: named(channel),
    lights: named(object<LightConfig>()({ shows: z.array(line).check(z.minLength(1, 'at least one line'), once) })),
    cords: named(object<CordConfig>()({ pulls: line, button: z.exactOptional(buttonSchema(known)) })),
    playbooks: named(playbookSchema(known)),
    alarmsFrom: z.exactOptional(alarmsFrom),
    sources: z.exactOptional(sourcesSchema(known)),
  }).check(({ value, issues }) => void issues.push(...unanswerable(value), ...choicesNeverTaken(value)))
}

/** A playbook that asks, on a line where nobody may answer. */
function unanswerable({ lines, playbooks }: AndonConfig): z.core.$ZodRawIssue[] {
  return Object.entries(lines).flatMap(([line, { may, playbooks: choices = [] }]) =>
    choices.flatMap(({ run }, nth) => {
      if (own(playbooks, run)?.trust !== 'approve' || may?.approve !== undefined) return []
      const message = `a playbook that does not ask (trust "approve"), or name in lines.${line}.may.approve who may answer`
      return [{ code: 'custom' as const, path: ['lines', line, 'playbooks', nth, 'run'], input: run, message }]
    }),
  )
}

const sourcesSchema = ({ lines, playbooks }: NamesInConfig) =>
  named(sourceSchema(oneOf('lines', lines), oneOf('playbooks', playbooks))).refine(
    (all) => Object.keys(all).length <= mostSources,
    `at most ${mostSources}: each is a rule, and the default bus holds 300, those of others included`,
  )

const person = z
  .string()
  .regex(/^(iam:arn:|slack:U|oidc:)\S+$/, 'a way and a name, such as "iam:arn:aws:iam::*:role/Operators"')
const people = z.exactOptional(z.array(person).check(z.minLength(1, 'at least one person')))
const maySchema = object<May>()({ approve: people, run: people, stop: people, start: people })

const lineSchema = ({ channels, callers, playbooks, ...known }: NamesInConfig) =>
  object<LineConfig>()({
    title: text,
    alarms: pattern,
    playbooks: z.exactOptional(
      z.array(
        object<PlaybookChoice>()({
          when: pattern,
          from: z.exactOptional(origin),
          run: oneOf('playbooks', playbooks),
        }),
      ),
    ),
    channels: z.array(oneOf('channels', channels)).check(once),
    answerWithin: z.exactOptional(wait),
    escalation: z.exactOptional(escalationSchema(callers)),
    quiet: z.exactOptional(weeklyHours('nobody would ever be called')),
    maintenance: z.exactOptional(weeklyHours('no machine would ever act')),
    accounts: z.exactOptional(accounts),
    regions: z.exactOptional(z.array(region).check(z.minLength(1, 'at least one region'), once)),
    machinesPerHour: z.exactOptional(actsPerHour),
    may: z.exactOptional(maySchema),
    noData: z.exactOptional(z.enum(['keep', 'resolve', 'help'], '"keep", "resolve", "help"')),
    was: z.exactOptional(wasSchema(known)),
  })

const accounts = z.array(account).check(z.minLength(1, 'at least one account'), once)

const alarmsFrom = object<AlarmsFrom>()({
  accounts: z.exactOptional(accounts),
  organization: z.exactOptional(
    z.string().regex(/^o-[a-z0-9]{10,32}$/, 'the id of an organization, such as "o-a1b2c3d4e5"'),
  ),
}).refine(
  ({ accounts, organization }) => accounts !== undefined || organization !== undefined,
  'accounts, an organization, or both',
)
/** Two lines by one name would take each other's incidents. */
function wasSchema({ lines, earlierLines }: Pick<NamesInConfig, 'lines' | 'earlierLines'>) {
  const name = z
    .string()
    .regex(namePattern, 'a name that a line can have had')
    .refine((was) => !lines.includes(was), 'a name that no line has any more')
    .refine((was) => earlierLines.filter((each) => each === was).length < 2, 'a name that no other line had')
  return z.union([name, z.array(name)], 'a name, or a list of names')
}

function buttonSchema({ buttons }: NamesInConfig) {
  return z
    .string()
    .regex(/^[\w:-]{1,64}$/, 'the serial number (DSN) of a button')
    .refine(
      (serial) => buttons.filter((button) => button === serial).length < 2,
      'a serial number that no other cord has',
    )
}

const forms = new Map(
  Object.entries(channelKinds).flatMap(([kind, { form }]) => (form === 'of every line' ? [] : [[kind, form]])),
)
const kinds = [...forms.keys()]
const anyKind = z.looseObject({ kind: z.enum(kinds, kinds.join(', ')) }, 'a channel, such as slack("C0123456789")')
/** In two steps, so that what is wrong is said of the kind that was meant. */
const channel = z.custom<ChannelConfig>().superRefine((value, context) => {
  const how = { reportInput: true, error: expectedInWords }
  const { data, error: noKind } = anyKind.safeParse(value, how)
  const error = noKind ?? forms.get(data?.kind ?? '')?.safeParse(value, how).error
  for (const issue of error?.issues ?? []) context.addIssue({ ...issue, path: [...issue.path] })
})
