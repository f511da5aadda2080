import { arnText, type Grant } from '../../functions/actions/resource.ts'
import { home } from './an-imitation.ts'

/** `ecs:::service/shop/checkout`: what a permission names; region and account are empty where they are the stack's. */
export function arnTextOf({ on }: Grant): string[] {
  if ('noResource' in on) return ['*']
  return on.map(({ service, region = '', account = '', resource }) => [service, region, account, resource].join(':'))
}

/** As it is in the laptop's account. */
export function wholeArnOf({ on }: Grant): string[] {
  if ('noResource' in on) return ['*']
  return on.map((resource) => arnText(resource, home))
}
