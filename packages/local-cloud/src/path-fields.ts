/**
 * What stands in a path where its pattern has a name, e.g. of `/things/{thingName}`; `undefined` when it is another
 * path. Throws `URIError` for a broken percent sign.
 */
export function pathFields(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const fields: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const value = decodeURIComponent(given[at] ?? '')
    if (part.startsWith('{')) fields[part.slice(1, -1)] = value
    else if (part !== value) return undefined
  }
  return fields
}
