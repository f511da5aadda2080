import { createHash } from 'node:crypto'
import { type CloudClock } from '../../clock.ts'
import { type Store } from '../../store.ts'
import { type Deployments, type GivenService } from './deployments.ts'

/** One task of a service. */
export interface EcsTask {
  /** The last part of its ARN. */
  readonly id: string
  readonly taskDefinition: string
  /** The id of the deployment that started it. */
  readonly startedBy: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly stopped?: { readonly at: number; readonly reason: string }
}

/** A task that somebody has stopped, and the place in its deployment that it left to another. */
interface StoppedTask extends EcsTask {
  readonly place: number
  readonly stopped: { readonly at: number; readonly reason: string }
}

/** How long ECS remembers a task that has stopped. */
const hour = 3_600_000

/**
 * The tasks of each service: as many as it is to have, all of its primary deployment. They start and stop in no time.
 * Those that were stopped by somebody are kept; all others follow from the deployments.
 */
export class Tasks {
  readonly #clock: CloudClock
  readonly #deployments: Deployments
  readonly #stopped

  constructor(store: Store, clock: CloudClock, deployments: Deployments) {
    this.#clock = clock
    this.#deployments = deployments
    this.#stopped = store.collection<StoppedTask[]>('ecs-stopped-tasks')
  }

  running(service: GivenService): readonly EcsTask[] {
    return this.#places(service)
  }

  /** For an hour. Those that ECS itself has replaced are not among them. */
  stopped(service: GivenService): readonly EcsTask[] {
    return this.#stoppedOf(service).filter(({ stopped }) => stopped.at > this.#clock.now() - hour)
  }

  find(cluster: string, id: string): readonly [GivenService, EcsTask] | undefined {
    for (const service of this.#deployments.all()) {
      if (service.cluster !== cluster) continue
      const found = [...this.running(service), ...this.stopped(service)].find((task) => task.id === id)
      if (found !== undefined) return [service, found]
    }
    return undefined
  }

  /** Another one takes its place at once. What has stopped already stays as it is. */
  stop(service: GivenService, task: EcsTask, reason: string): EcsTask {
    const place = this.#places(service).findIndex(({ id }) => id === task.id)
    if (place < 0) return task
    const stopped = { ...task, place, stopped: { at: this.#clock.now(), reason } }
    this.#stopped.put(keyOf(service), [...this.#stoppedOf(service), stopped])
    return stopped
  }

  #places(service: GivenService): readonly EcsTask[] {
    const { id: startedBy, taskDefinition, createdAt } = this.#deployments.primaryOf(service)
    const before = this.#stoppedOf(service).filter((task) => task.startedBy === startedBy)
    return Array.from({ length: this.#deployments.desiredCountOf(service) }, (_, place) => {
      const here = before.filter((task) => task.place === place)
      const id = idOf(startedBy, place, here.length)
      return { id, taskDefinition, startedBy, startedAt: here.at(-1)?.stopped.at ?? createdAt }
    })
  }

  #stoppedOf(service: GivenService): readonly StoppedTask[] {
    return this.#stopped.get(keyOf(service)) ?? []
  }
}

const keyOf = ({ cluster, service }: GivenService) => `${cluster}/${service}`

/** As ECS's own: 32 hexadecimal digits. */
const idOf = (deployment: string, place: number, times: number) =>
  createHash('sha256').update(`${deployment}/${place}/${times}`).digest('hex').slice(0, 32)
