import { BadSetting, type Settings } from './settings.ts'

/** An account and region, as far as they are known when the template is made. */
export interface Place {
  readonly account: string | undefined
  readonly region: string | undefined
}

/**
 * Where it will be deployed. Throws `BadSetting` when that is not where it is said to belong: with credentials of another
 * account, a deployment would make a second Andon in words of success.
 * @param environment where the credentials lead: the CDK's command sets it, nothing else does
 */
export function placeOf(
  { account, region }: Pick<Settings, 'account' | 'region'>,
  { CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION }: Readonly<Record<string, string | undefined>>,
): Place {
  return {
    account: agreed('account', account, CDK_DEFAULT_ACCOUNT),
    region: agreed('region', region, CDK_DEFAULT_REGION),
  }
}

function agreed(what: string, wanted: string | undefined, found: string | undefined): string | undefined {
  if (wanted !== undefined && found !== undefined && wanted !== found)
    throw new BadSetting(
      `${what}: the credentials lead to ${found}; allowed: ${wanted}, as -c ${what} or cdk.json says. ` +
        'Set AWS_PROFILE or AWS_REGION, or change what is said there. Nothing was changed.',
    )
  return wanted ?? found
}
