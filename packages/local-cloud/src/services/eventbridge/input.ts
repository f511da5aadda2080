import type { BusEvent } from './event.ts'
import type { TargetProperties } from './target-properties.ts'
import { NotModelled } from '../../not-modelled.ts'

/** What a target is given for an event: JSON text. Throws `BadInput` when the rule's template does not come to JSON. */
export type MakeInput = (event: BusEvent, arrivedAt: number) => string

export class BadInput extends Error {
  override readonly name = 'BadInput'
}

interface RuleName {
  readonly arn: string
  readonly name: string
}

export function inputFrom(target: TargetProperties, rule: RuleName, logicalId: string): MakeInput {
  const { Input, InputPath, InputTransformer } = target
  if (Input !== undefined) {
    const fixed = asJson(Input, logicalId)
    return () => fixed
  }
  if (InputPath !== undefined) {
    const steps = stepsOf(InputPath, logicalId)
    return (event) => JSON.stringify(follow(event, steps) ?? {})
  }
  if (InputTransformer === undefined) return (event) => JSON.stringify(event)

  const paths = Object.entries(InputTransformer.InputPathsMap).map(
    ([name, path]) => [name, stepsOf(path, logicalId)] as const,
  )
  return (event, arrivedAt) => {
    const values = new Map<string, unknown>([
      ['aws.events.rule-arn', rule.arn],
      ['aws.events.rule-name', rule.name],
      ['aws.events.event.ingestion-time', new Date(arrivedAt).toISOString()],
      ['aws.events.event.json', event],
      ...paths.map(([name, steps]) => [name, follow(event, steps)] as const),
    ])
    return asJson(fill(InputTransformer.InputTemplate, values), logicalId)
  }
}

/** `<name>` stands for a value: within quotes as text, outside of them as JSON. What the event lacks is empty text. */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let quoted = false
  return template.replaceAll(/\\.|"|<([^<>\s]+)>/g, (part, name: string | undefined) => {
    if (part === '"') quoted = !quoted
    if (name === undefined || !(values.has(name) || name.startsWith('aws.events.'))) return part
    const value = values.get(name) ?? ''
    if (!quoted) return JSON.stringify(value)
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1)
  })
}

function asJson(text: string, logicalId: string): string {
  try {
    JSON.parse(text)
    return text
  } catch (error) {
    throw new BadInput(`The input that the rule ${logicalId} makes is not JSON: ${text}`, { cause: error })
  }
}

/** `$.detail.list[0]` as the steps that lead there. */
function stepsOf(path: string, logicalId: string): string[] {
  if (!/^\$(?:\.[^.[\]*@?]+|\[\d+\])*$/.test(path)) {
    throw new NotModelled(`The path ${path} in the rule ${logicalId} is not modelled; one such as $.detail.list[0] is`)
  }
  return [...path.matchAll(/[^$.[\]]+/g)].map(([step]) => step)
}

function follow(event: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).find(([name]) => name === step)?.[1]
  }, event)
}
