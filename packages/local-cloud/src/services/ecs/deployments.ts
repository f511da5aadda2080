import { randomInt, randomUUID } from 'node:crypto'
import { type CloudClock } from '../../clock.ts'
import { type Store } from '../../store.ts'

/** A service of the imitated cluster, and the task definitions that it has run: `family:revision`, the present one last. */
export interface GivenService {
  readonly cluster: string
  readonly service: string
  readonly taskDefinitions: readonly [string, ...string[]]
  /** Those of which no task starts: ECS rolls such a deployment back by itself. */
  readonly failing?: readonly string[]
  /** Those that it has until somebody changes them. */
  readonly tags?: Readonly<Record<string, string>>
}

/** One deployment of a service: what was to run from then on. */
export interface EcsDeployment {
  /** As DescribeServices tells it: `ecs-svc/` and digits. */
  readonly id: string
  /** The last parts of the ARNs of the service deployment and of its service revision. */
  readonly serviceDeployment: string
  readonly revision: string
  readonly taskDefinition: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** No task of it starts. The id is that of the deployment that brings the one before back. */
  readonly fails?: { readonly back: string }
}

export type DeploymentStatus = 'IN_PROGRESS' | 'SUCCESSFUL' | 'STOPPED' | 'ROLLBACK_IN_PROGRESS' | 'ROLLBACK_SUCCESSFUL'

/** What DescribeServices tells as the primary deployment. */
export interface Primary extends EcsDeployment {
  readonly isStarting: boolean
}

const desiredCountUnlessTold = 2

const hour = 3_600_000

/** Which deployments each service has had, kept through restarts. What is under way follows from the time alone. */
export class Deployments {
  readonly #clock: CloudClock
  readonly #rolloutMs: number
  readonly #given: readonly GivenService[]
  readonly #kept
  readonly #counts

  /** @param rolloutSeconds how long a deployment takes until all its tasks run */
  constructor(store: Store, clock: CloudClock, given: readonly GivenService[], rolloutSeconds: number) {
    this.#clock = clock
    this.#rolloutMs = rolloutSeconds * 1000
    this.#given = given
    this.#kept = store.collection<EcsDeployment[]>('ecs-deployments')
    this.#counts = store.collection<number>('ecs-desired-counts')
    for (const service of given) if (this.#kept.get(keyOf(service)) === undefined) this.#remember(service)
  }

  hasCluster(cluster: string): boolean {
    return this.#given.some((service) => service.cluster === cluster)
  }

  find(cluster: string, name: string): GivenService | undefined {
    return this.#given.find((service) => service.cluster === cluster && service.service === name)
  }

  all(): readonly GivenService[] {
    return this.#given
  }

  /** The newest first; there is always one. */
  of(service: GivenService): readonly [EcsDeployment, ...EcsDeployment[]] {
    const [newest, ...older] = this.#kept.get(keyOf(service)) ?? []
    if (newest === undefined) throw new Error(`${keyOf(service)} has lost its deployments`)
    return [newest, ...older]
  }

  desiredCountOf(service: GivenService): number {
    return this.#counts.get(keyOf(service)) ?? desiredCountUnlessTold
  }

  scale(service: GivenService, desiredCount: number): void {
    this.#counts.put(keyOf(service), desiredCount)
  }

  /** What runs, or is about to: the newest deployment, unless ECS has brought back the one before it. */
  primaryOf(service: GivenService): Primary {
    const all = this.of(service)
    const [newest] = all
    const status = this.statusOf(service, newest)
    if (newest.fails === undefined || status === 'IN_PROGRESS')
      return { ...newest, isStarting: status === 'IN_PROGRESS' }
    const before = all.find((one) => this.statusOf(service, one) === 'SUCCESSFUL') ?? newest
    const createdAt = newest.createdAt + this.#rolloutMs
    return { ...before, id: newest.fails.back, createdAt, isStarting: status === 'ROLLBACK_IN_PROGRESS' }
  }

  begin(service: GivenService, taskDefinition: string): EcsDeployment {
    const fails = service.failing?.includes(taskDefinition) && { fails: { back: `ecs-svc/${digits()}` } }
    const deployment = { ...newDeployment(taskDefinition, this.#clock.now()), ...fails }
    this.#kept.put(keyOf(service), [deployment, ...this.of(service)])
    return deployment
  }

  /** Milliseconds since 1970 at which it is through, or was when a newer one stopped it. */
  endOf(service: GivenService, deployment: EcsDeployment): number {
    const all = this.of(service)
    const newer = all[all.findIndex(({ id }) => id === deployment.id) - 1]
    const through = deployment.createdAt + this.#rolloutMs * (deployment.fails === undefined ? 1 : 2)
    return newer === undefined ? through : Math.min(through, newer.createdAt)
  }

  statusOf(service: GivenService, deployment: EcsDeployment): DeploymentStatus {
    const end = this.endOf(service, deployment)
    const failedAt = deployment.createdAt + this.#rolloutMs
    const until = Math.min(end, this.#clock.now())
    if (deployment.fails !== undefined && failedAt <= until)
      return end > this.#clock.now() ? 'ROLLBACK_IN_PROGRESS' : 'ROLLBACK_SUCCESSFUL'
    if (end > this.#clock.now()) return 'IN_PROGRESS'
    return end < failedAt ? 'STOPPED' : 'SUCCESSFUL'
  }

  /** A past in which each task definition was deployed an hour after the one before. */
  #remember(service: GivenService): void {
    const newestFirst = service.taskDefinitions.toReversed()
    const past = newestFirst.map((name, age) => newDeployment(name, this.#clock.now() - (age + 1) * hour))
    this.#kept.put(keyOf(service), past)
  }
}

const keyOf = ({ cluster, service }: GivenService) => `${cluster}/${service}`
const digits = () => `${randomInt(1e9, 1e10)}${randomInt(1e8, 1e9)}`

function newDeployment(taskDefinition: string, createdAt: number): EcsDeployment {
  const serviceDeployment = randomUUID().replaceAll('-', '').slice(0, 21)
  return { id: `ecs-svc/${digits()}`, serviceDeployment, revision: digits(), taskDefinition, createdAt }
}
