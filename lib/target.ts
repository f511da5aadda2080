import { BadSetting, checkAccount, type Settings } from './settings.ts'

/** An account and region, as far as they are known when the template is made. */
export interface Target {
  readonly account: string | undefined
  readonly region: string | undefined
}

/**
 * Where it will be deployed. Throws `BadSetting` when the settings say elsewhere.
 * @param environment where the credentials lead: the CDK's command sets it, nothing else does
 */
export function targetOf(
  settings: Pick<Settings, 'account' | 'region'>,
  { CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION }: Readonly<Record<string, string | undefined>>,
): Target {
  checkAccount(settings, CDK_DEFAULT_ACCOUNT)
  checkRegionIsThat(settings, CDK_DEFAULT_REGION)
  return { account: settings.account ?? CDK_DEFAULT_ACCOUNT, region: settings.region ?? CDK_DEFAULT_REGION }
}

function checkRegionIsThat({ region }: Pick<Settings, 'region'>, here: string | undefined): void {
  if (region === undefined || here === undefined || here === region) return
  throw new BadSetting(
    `-c region: this would be deployed to the region ${here}; allowed: ${region}. ` +
      'Set AWS_REGION to that one, or change "region" in cdk.json if Andon is to be there as well',
  )
}
