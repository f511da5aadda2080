import type { Prepared } from '../../functions/actions/action.ts'
import { arnTextOf } from './arn-text.ts'

/** Every permission in one line: `ec2:RebootInstances ec2:::instance/i-1`, and the condition as JSON where there is one. */
export const grantTexts = ({ calls }: Prepared): string[] =>
  calls.flatMap(({ grants }) =>
    grants.flatMap((grant) =>
      arnTextOf(grant).map((arn) => {
        const when = Object.keys(grant.when ?? {}).length === 0 ? '' : ` ${JSON.stringify(grant.when)}`
        return `${grant.action} ${arn}${when}`
      }),
    ),
  )
