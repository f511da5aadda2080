import { actions, fromDimension } from '../../functions/config/actions.ts'
import config from '../fixtures/andon.config.ts'

const { checkout, search, platform } = config.lines
const { autoscaling: groups, codepipeline, ecs, lambda: functions, sqs: queues } = actions
const stopLine = codepipeline.stopLine({ pipeline: 'shop', stage: 'Production' })
const runs = (...names: string[]) => names.map((run) => ({ when: { alarmName: [{ suffix: run }] }, run }))

/** What a team may have in its own account, none of which is in the template. */
export const ownAccount = {
  ...config,
  lines: {
    checkout: {
      ...checkout,
      may: { run: ['iam:arn:aws:iam::*:user/owner'] },
      playbooks: runs('dlq', 'failing', 'worse', 'orders'),
    },
    search: { ...search, playbooks: runs('sick'), noData: 'resolve' as const },
    platform: { ...platform, playbooks: runs('sick') },
  },
  playbooks: {
    dlq: {
      title: 'Bring orders back',
      trust: 'auto' as const,
      countermeasures: [
        { do: functions.rollBackAlias({ function: 'checkout', alias: 'live' }), wait: { minutes: 5 } },
        { do: queues.redrive({ deadLetters: 'orders-dead', to: 'orders' }), wait: { minutes: 10 } },
      ],
    },
    sick: {
      title: 'Replace the instance',
      trust: 'auto' as const,
      countermeasures: [
        { do: groups.replaceInstance({ group: 'web', instance: fromDimension('InstanceId', { within: ['i-*'] }) }) },
      ],
    },
    failing: {
      title: 'Stop the line for now',
      trust: 'auto' as const,
      countermeasures: [{ do: stopLine, afterwards: 'undo' as const }],
    },
    worse: { title: 'Stop the line', trust: 'auto' as const, countermeasures: [{ do: stopLine }] },
    orders: {
      title: 'Repair orders',
      trust: 'auto' as const,
      countermeasures: [
        { do: functions.invoke({ function: 'checkout', qualifier: 'live', payload: { repair: ['orders'] } }) },
        { do: ecs.redeploy({ cluster: 'shop', service: 'checkout' }) },
      ],
    },
  },
}
