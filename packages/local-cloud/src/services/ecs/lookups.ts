import { AwsError } from '../../aws-error.ts'
import { type Deployments, type GivenService } from './deployments.ts'

/** Throws `AwsError`. */
export function requireCluster(deployments: Deployments, cluster: string): void {
  if (!deployments.hasCluster(cluster)) throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
}

/** Throws `AwsError`. */
export function requireService(
  deployments: Deployments,
  { cluster, service: name }: { readonly cluster: string; readonly service: string },
): GivenService {
  requireCluster(deployments, cluster)
  const service = deployments.find(cluster, name)
  if (service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
  return service
}

/** Throws `AwsError` for a token that was not given out here. */
export function pageOf<T>(
  all: readonly T[],
  asked: { readonly maxResults: number; readonly nextToken?: string | undefined },
) {
  const from = Number(asked.nextToken ?? 0)
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidParameterException', 'unknown nextToken')
  const next = from + asked.maxResults
  return { page: all.slice(from, next), nextToken: next < all.length ? { nextToken: String(next) } : {} }
}
