import type { Grant } from '../../functions/actions/resource.ts'

/** `ecs:::service/shop/checkout`: what a permission names; region and account are empty where they are the stack's. */
export function arnTextOf({ on }: Grant): string[] {
  if ('noResource' in on) return ['*']
  return on.map(({ service, region = '', account = '', resource }) => [service, region, account, resource].join(':'))
}

/** As it is in the laptop's account. */
export function wholeArnOf({ on }: Grant): string[] {
  if ('noResource' in on) return ['*']
  return on.map(({ partition = 'aws', service, region = 'eu-central-1', account = '000000000000', resource }) =>
    ['arn', partition, service, region, account, resource].join(':'),
  )
}
