import type { App } from 'aws-cdk-lib'
import { z } from 'zod'

/** An invalid `-c name=value`. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting'
}

export interface Settings {
  /** Ends the stack's name, and tags what is in it. */
  readonly stage: string | undefined
  /**
   * How many runs of playbooks may be at work at once. Playbooks are what a storm of alarms starts directly; the
   * rest is held back by its event sources. Off unless told: it is taken from what the account's functions share, and
   * an account with the least quota (10) has nothing to give.
   */
  readonly reservedConcurrency: number | undefined
  /** The only account that is deployed into; undefined: whichever the credentials are of. Best kept in cdk.json. */
  readonly account: string | undefined
}

const settings = z.object({
  stage: z.optional(z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'lower-case letters, digits and dashes')),
  account: z.optional(z.string('twelve digits, quoted').regex(/^\d{12}$/, 'twelve digits')),
  reservedConcurrency: z.optional(z.coerce.number('a whole number').int('a whole number').min(1, 'at least 1')),
})

/** What `cdk deploy -c name=value` decides. Throws `BadSetting`. */
export function settingsOf({ node }: App): Settings {
  const given = (name: keyof Settings): unknown => node.tryGetContext(name)
  const parsed = settings.safeParse({
    stage: given('stage'),
    reservedConcurrency: given('reservedConcurrency'),
    account: given('account'),
  })
  if (parsed.success) return { stage: undefined, reservedConcurrency: undefined, account: undefined, ...parsed.data }
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
