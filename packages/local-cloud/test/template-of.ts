import { resolveTemplate, type Template, type TemplateOptions } from '../src/template/template.ts'

export interface WrittenResource {
  readonly Type: string
  readonly Properties?: Record<string, unknown>
  readonly Metadata?: Record<string, unknown>
  readonly DeletionPolicy?: string
}

/** A template of these resources, as if it had been synthesized, deployed and read. */
export function templateOf(
  resources: Record<string, WrittenResource>,
  options: Partial<TemplateOptions> = {},
): Template {
  const entries = Object.entries(resources).map(
    ([id, { Properties = {}, Metadata = {}, ...rest }]) => [id, { Properties, Metadata, ...rest }] as const,
  )
  const raw = {
    Metadata: {},
    Parameters: {},
    Conditions: {},
    Mappings: {},
    Rules: {},
    Outputs: {},
    Resources: Object.fromEntries(entries),
  }
  return resolveTemplate(
    { stackName: 'Andon', raw, assets: new Map(), assetBuckets: new Set() },
    { endpoint: 'http://127.0.0.1:4566', ...options },
  )
}
