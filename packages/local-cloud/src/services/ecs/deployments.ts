import { randomInt, randomUUID } from 'node:crypto'
import { type CloudClock } from '../../clock.ts'
import { type Store } from '../../store.ts'

/** A service of the imitated cluster, and the task definitions that it has run: `family:revision`, the present one last. */
export interface GivenService {
  readonly cluster: string
  readonly service: string
  readonly taskDefinitions: readonly [string, ...string[]]
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
}

export type DeploymentStatus = 'IN_PROGRESS' | 'SUCCESSFUL' | 'STOPPED'

const hour = 3_600_000

/** Which deployments each service has had, kept through restarts. What is under way follows from the time alone. */
export class Deployments {
  readonly #clock: CloudClock
  readonly #rolloutMs: number
  readonly #given: readonly GivenService[]
  readonly #kept

  /** @param rolloutSeconds how long a deployment takes until all its tasks run */
  constructor(store: Store, clock: CloudClock, given: readonly GivenService[], rolloutSeconds: number) {
    this.#clock = clock
    this.#rolloutMs = rolloutSeconds * 1000
    this.#given = given
    this.#kept = store.collection<EcsDeployment[]>('ecs-deployments')
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

  begin(service: GivenService, taskDefinition: string): EcsDeployment {
    const deployment = newDeployment(taskDefinition, this.#clock.now())
    this.#kept.put(keyOf(service), [deployment, ...this.of(service)])
    return deployment
  }

  /** Milliseconds since 1970 at which it is through, or was when a newer one stopped it. */
  endOf(service: GivenService, deployment: EcsDeployment): number {
    const all = this.of(service)
    const newer = all[all.findIndex(({ id }) => id === deployment.id) - 1]
    const through = deployment.createdAt + this.#rolloutMs
    return newer === undefined ? through : Math.min(through, newer.createdAt)
  }

  statusOf(service: GivenService, deployment: EcsDeployment): DeploymentStatus {
    const end = this.endOf(service, deployment)
    if (end > this.#clock.now()) return 'IN_PROGRESS'
    return end < deployment.createdAt + this.#rolloutMs ? 'STOPPED' : 'SUCCESSFUL'
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
