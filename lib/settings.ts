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
  /** The only account that is deployed into; undefined: whichever the credentials are of. Best kept in cdk.json. */
  readonly account: string | undefined
  /** Likewise the only region. */
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
  account: z.optional(z.string('twelve digits, quoted').regex(/^\d{12}$/, 'twelve digits')),
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

/**
 * Credentials of another account than last time would deploy a second Andon there, without a word. Throws `BadSetting`.
 * @param here the account of the credentials, as the CDK's command says; undefined where there are none
 */
export function checkAccount({ account }: Pick<Settings, 'account'>, here: string | undefined): void {
  if (account === undefined || here === undefined || here === account) return
  throw new BadSetting(
    `-c account: these credentials are of the account ${here}; allowed: ${account}. ` +
      'Sign in to that one (AWS_PROFILE), or change "account" in cdk.json if Andon is to be there as well',
  )
}
