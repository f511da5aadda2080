/** One deployment of a service, as ECS remembers it. */
export interface Deployed {
  /** ARN of the task definition. */
  readonly taskDefinition: string
  /** 'ran': it ran successfully. 'replaced': before it did, another took its place. 'failed': ECS rolled it back itself. */
  readonly came: 'ran' | 'replaced' | 'failed'
}

/** Where a service can go back to. */
export interface WayBack {
  /** The last that ran before the present one; `undefined` when there is none. */
  readonly to: string | undefined
  /** What somebody or something went back from, and nobody has deployed again since: known to be bad. */
  readonly left: readonly string[]
}

/**
 * Follows a service's deployments as one follows a browser's pages: each task definition that runs lies on top of the
 * one before, and going back to one takes off all that lie on it. So nothing is gone back to that was fled from.
 * @param oldestFirst what ECS remembers
 * @param current what the service has now
 */
export function wayBackFrom(current: string, oldestFirst: readonly Deployed[]): WayBack {
  let path: readonly string[] = []
  const left = new Set<string>()
  const leave = (away: readonly string[]) => {
    for (const each of away) left.add(each)
    path = path.filter((each) => !left.has(each))
  }
  for (const { taskDefinition, came } of [...oldestFirst, { taskDefinition: current, came: 'ran' }]) {
    // A new deployment of what ran already that failed: ECS went back to the same.
    if (came === 'failed' && path.at(-1) === taskDefinition) continue
    if (came === 'failed') leave([taskDefinition])
    else if (path.includes(taskDefinition)) leave(path.slice(path.indexOf(taskDefinition) + 1))
    else if (came === 'ran') {
      left.delete(taskDefinition)
      path = [...path, taskDefinition]
    }
  }
  const to = path.slice(0, -1).findLast((each) => !isNewer(each, current))
  return { to, left: [...left] }
}

/** What ECS no longer remembers cannot be seen in the path; but a later revision never is the way back. */
function isNewer(one: string, than: string): boolean {
  const a = revisionOf(one)
  const b = revisionOf(than)
  return a.family === b.family && a.number > b.number
}

function revisionOf(taskDefinition: string) {
  const { family = taskDefinition, number = '0' } = /^(?<family>.*):(?<number>\d+)$/.exec(taskDefinition)?.groups ?? {}
  return { family, number: Number(number) }
}
