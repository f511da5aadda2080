import { resolveTemplate, type Template } from '../src/template/template.ts'

export interface WrittenResource {
  readonly Type: string
  readonly Properties?: Record<string, unknown>
  readonly Metadata?: Record<string, unknown>
}

/** A template of these resources, as if it had been synthesized, deployed and read. */
export function templateOf(resources: Record<string, WrittenResource>): Template {
  const entries = Object.entries(resources).map(
    ([id, { Type, Properties = {}, Metadata = {} }]) => [id, { Type, Properties, Metadata }] as const,
  )
  const raw = {
    Metadata: {},
    Parameters: {},
    Conditions: {},
    Mappings: {},
    Outputs: {},
    Resources: Object.fromEntries(entries),
  }
  return resolveTemplate(
    { stackName: 'Andon', raw, assets: new Map(), assetBuckets: new Set() },
    { endpoint: 'http://127.0.0.1:4566' },
  )
}
