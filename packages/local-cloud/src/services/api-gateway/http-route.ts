import type { ReceivedRequest } from '../../wire/protocol.ts'

export interface HttpRoute {
  readonly method: string
  /** `/incidents/{incident}`: a part in braces stands for any one. */
  readonly path: string
  /** Whether IAM is asked. */
  readonly isSigned: boolean
  readonly functionArn: string
}

export interface FoundRoute {
  readonly route: HttpRoute
  /** What stands in the place of the parts in braces, decoded. */
  readonly parameters: Readonly<Record<string, string>>
}

/** The route that takes a request: of several, the one that names more of the path. */
export function routeFor(
  routes: readonly HttpRoute[],
  { method, url }: Pick<ReceivedRequest, 'method' | 'url'>,
): FoundRoute | undefined {
  const [asked = ''] = url.split('?')
  const fitting = routes.flatMap((route) => {
    const parameters = route.method === method ? parametersIn(route.path, asked) : undefined
    return parameters === undefined ? [] : [{ route, parameters }]
  })
  const openParts = ({ parameters }: FoundRoute) => Object.keys(parameters).length
  return fitting.toSorted((a, b) => openParts(a) - openParts(b))[0]
}

function parametersIn(path: string, asked: string): FoundRoute['parameters'] | undefined {
  const parts = path.split('/')
  const askedParts = asked.split('/')
  if (parts.length !== askedParts.length) return undefined
  const parameters: [string, string][] = []
  for (const [nth, part] of parts.entries()) {
    const said = askedParts[nth] ?? ''
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    if (name === undefined ? part !== said : said === '') return undefined
    if (name !== undefined) parameters.push([name, decoded(said)])
  }
  return Object.fromEntries(parameters)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
