import type { App } from 'aws-cdk-lib'
import { z } from 'zod'

/** An invalid `-c name=value`, or a place where it cannot be deployed. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting'
}

export interface Settings {
  /** Tags what is in the stack. An account and region hold one. */
  readonly stage: string | undefined
  /** The stack's name; another than `Andon` only where an earlier version deployed a stage as `Andon-<stage>`. */
  readonly stack: string
  /** Where it must be deployed, wherever the credentials lead. */
  readonly account: string | undefined
  readonly region: string | undefined
  /**
   * How many runs of playbooks may be at work at once. Playbooks are what a storm of alarms starts directly; the
   * rest is held back by its event sources. Off unless told: it is taken from what the account's functions share, and
   * an account with the least quota (10) has nothing to give.
   */
  readonly reservedConcurrency: number | undefined
  /** The hub's bus: makes `andon-forward`, and not Andon itself. */
  readonly forwardTo: string | undefined
}

const settings = z.object({
  stage: z.optional(z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'lower-case letters, digits and dashes')),
  stack: z
    .string()
    .regex(/^Andon(-[a-z0-9-]{1,32})?$/, 'Andon, or Andon-<stage>')
    .default('Andon'),
  // The command's `-c account=…` gives a text, a number in cdk.json a number.
  account: z.optional(z.coerce.string().regex(/^\d{12}$/, 'an account of twelve digits, in quotes in cdk.json')),
  region: z.optional(z.string().regex(/^[a-z]+(-[a-z]+)+-\d$/, 'a region such as eu-central-1')),
  reservedConcurrency: z.optional(z.coerce.number('a whole number').int('a whole number').min(1, 'at least 1')),
  forwardTo: z.optional(
    z
      .string()
      .regex(
        /^arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/andon$/,
        'the output BusArn of the Andon that is to hear of the alarms, such as arn:aws:events:eu-central-1:111122223333:event-bus/andon',
      ),
  ),
})

/** What `cdk deploy -c name=value` decides. Throws `BadSetting`. */
export function settingsOf({ node }: App): Settings {
  const context = (name: string): unknown => node.tryGetContext(name)
  const given = Object.fromEntries(Object.keys(settings.shape).map((name) => [name, context(name)]))
  const parsed = settings.safeParse(given)
  if (parsed.success) {
    const { stage, account, region, reservedConcurrency, forwardTo, stack } = parsed.data
    return { stage, account, region, reservedConcurrency, forwardTo, stack }
  }
  const problems = parsed.error.issues.map(({ path, message }) => `-c ${path.join('.')}: allowed: ${message}`)
  throw new BadSetting(problems.join('\n'))
}
