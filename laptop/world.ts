import { type Cancel, type CloudClock } from '@andon/local-cloud/clock.ts'
import { type CloudWatch } from '@andon/local-cloud/services/cloudwatch/cloudwatch.ts'
import { type Ecs, type GivenService, type Redeployed, type Scaled } from '@andon/local-cloud/services/ecs/ecs.ts'
import { type Store } from '@andon/local-cloud/store.ts'

/** What makes an alarm clear by itself: the right action on a service, while the alarm is on. */
export interface Heal {
  readonly alarm: string
  readonly service: string
  /** 'either' of redeploy and rollback; 'scale': more tasks than before. */
  readonly by: 'redeploy' | 'rollback' | 'either' | 'scale'
  readonly afterSeconds: number
}

export interface WorldProps {
  readonly ecs: Ecs
  readonly cloudwatch: CloudWatch
  readonly clock: CloudClock
  readonly store: Store
  readonly heals?: readonly Heal[]
}

/** What runs in the imitated world of the example configuration. */
export const exampleServices: readonly GivenService[] = [
  { cluster: 'shop', service: 'checkout', taskDefinitions: ['checkout:6', 'checkout:7'] },
  { cluster: 'shop', service: 'search', taskDefinitions: ['search:2', 'search:3'] },
]
/** AWS services, by signing name, that play the world's part in the cloud; an assumed role is by STS. */
export const playedBy: readonly string[] = ['ecs', 'monitoring', 'sts', 'tagging']

/**
 * A redeploy or a rollback clears `checkout-5xx`, more tasks clear `search-latency`; no playbook clears
 * `checkout-latency`.
 */
const exampleHeals: readonly Heal[] = [
  { alarm: 'checkout-5xx', service: 'checkout', by: 'either', afterSeconds: 4 },
  { alarm: 'search-latency', service: 'search', by: 'scale', afterSeconds: 4 },
]

/**
 * The world outside that gets better when the right action is taken, so that a demonstration shows a real recovery. A
 * recovery that is under way survives a restart. It is not work of the cloud's, so it keeps nobody from being idle.
 */
export function createWorld({ ecs, cloudwatch, clock, store, heals = exampleHeals }: WorldProps): { close(): void } {
  const recovering = store.collection<number>('world-recovering')
  const waiting = new Map<string, Cancel>()

  const heal = (alarm: string) => {
    waiting.delete(alarm)
    store.together(() => {
      recovering.delete(alarm)
      if (cloudwatch.stateOf(alarm) === 'ALARM') cloudwatch.setAlarm(alarm, { state: 'OK' })
    })
  }
  const wait = (alarm: string, due: number) => {
    waiting.get(alarm)?.()
    waiting.set(
      alarm,
      clock.at(due, () => heal(alarm)),
    )
  }

  const recoverFrom = (helps: (heal: Heal) => boolean) => {
    for (const { alarm, afterSeconds } of heals.filter(helps)) {
      if (cloudwatch.stateOf(alarm) !== 'ALARM' || recovering.get(alarm) !== undefined) continue
      const due = clock.now() + afterSeconds * 1000
      recovering.put(alarm, due)
      wait(alarm, due)
    }
  }
  ecs.onDeployment((deployment) => recoverFrom((heal) => isHealedBy(heal, deployment)))
  ecs.onScaling((scaled) => recoverFrom((heal) => isHealedByScaling(heal, scaled)))
  for (const [alarm, due] of recovering.entries()) wait(alarm, due)

  return {
    close() {
      for (const cancel of waiting.values()) cancel()
    },
  }
}

function isHealedBy({ service, by }: Heal, { service: deployed, kind }: Redeployed): boolean {
  return service === deployed && (by === kind || (by === 'either' && kind !== 'rollout'))
}

function isHealedByScaling({ service, by }: Heal, { service: scaled, from, to }: Scaled): boolean {
  return service === scaled && by === 'scale' && to > from
}
