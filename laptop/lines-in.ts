import { z } from 'zod'
import { owner } from '@andon/local-cloud/caller.ts'
import { dynamoIncidents } from '../functions/adapters/dynamo-incidents.ts'
import { stateOf } from '../functions/domain/light.ts'
import { newLine } from '../functions/domain/line.ts'
import { instant } from '../functions/domain/instant.ts'
import { machinesParameter, machinesRun } from '../functions/machines-parameter.ts'
import { inProcessDynamoDb } from './in-process-dynamodb.ts'
import type { LaptopCloud } from './laptop-cloud.ts'
import type { LinesView } from './laptop.ts'
import { stackMetadataIn } from './stack-metadata.ts'

const parameters = z.object({ Parameters: z.array(z.object({ Name: z.string(), Value: z.string() })) })
/** As many as one GetParameters takes. */
const most = 10

/** How each line stands, and who has stopped machines, whenever it is called. */
export function linesIn({ database, ssm, template }: LaptopCloud): () => Promise<LinesView> {
  const [table] = template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table')
  const incidents = table && dynamoIncidents(inProcessDynamoDb(database.api), table.ref)
  const lines = Object.entries(stackMetadataIn(template).lines)
  return async () => {
    const stopped = await switches(lines.map(([name]) => name))
    const views = lines.map(async ([name, { title }]) => {
      const line = (await incidents?.line(name)) ?? newLine(name, instant(0))
      const stops = line.reasons.filter(({ state }) => state === 'stop')
      const machinesStopped = stopped(name)
      return {
        name,
        title,
        state: stateOf(line),
        stops: stops.map((stop) => stop.title),
        ...(machinesStopped !== undefined && { machinesStopped }),
      }
    })
    const all = stopped()
    return { lines: await Promise.all(views), ...(all !== undefined && { machinesStopped: all }) }
  }

  /** Who has stopped the machines of a line, or of all, and why; nothing where they may act. */
  async function switches(names: readonly string[]): Promise<(line?: string) => string | undefined> {
    const wanted = [machinesParameter(), ...names.map(machinesParameter)]
    const values = new Map<string, string>()
    for (let from = 0; from < wanted.length; from += most) {
      const Names = wanted.slice(from, from + most)
      const { Parameters } = parameters.parse(await ssm.api.call('GetParameters', { Names }, owner))
      for (const { Name, Value } of Parameters) values.set(Name, Value)
    }
    return (line) => {
      const value = values.get(machinesParameter(line))
      return value === machinesRun ? undefined : value
    }
  }
}

/** Sets the switch, as `andon stop --machines` does. @param because who stops them and why; `undefined`: they may act */
export async function setMachines({ ssm }: LaptopCloud, line: string | undefined, because?: string): Promise<void> {
  const set = { Name: machinesParameter(line), Value: because ?? machinesRun, Type: 'String', Overwrite: true }
  await ssm.api.call('PutParameter', set, owner)
}
