import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { clip } from '../domain/clip.ts'
import type { MachinesSwitch } from '../domain/machines-switch.ts'
import { machinesParameter, machinesRun } from '../machines-parameter.ts'
import type { ReadMachinesSwitch } from '../ports.ts'

/** Milliseconds for which an answer is believed: whoever stops the machines waits for no longer. */
const believedFor = 30_000

/**
 * The switch that stops all machines, or those of one line: a parameter each. One that is not there has stopped nobody.
 * What cannot be read is told as that, and asked for again the next time.
 */
export function ssmMachines(client: SSMClient, now: () => number): ReadMachinesSwitch {
  const known = new Map<string, { readonly at: number; readonly answer: MachinesSwitch }>()
  return async (line) => {
    const before = known.get(line)
    if (before !== undefined && now() - before.at < believedFor) return before.answer
    const answer = await read(client, line)
    if (answer.kind !== 'unknown') known.set(line, { at: now(), answer })
    return answer
  }
}

async function read(client: SSMClient, line: string): Promise<MachinesSwitch> {
  const [all, ofLine] = [machinesParameter(), machinesParameter(line)]
  try {
    const { Parameters = [] } = await client.send(new GetParametersCommand({ Names: [all, ofLine] }))
    const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value]))
    const stopped = [values.get(all), values.get(ofLine)].find((value) => value !== undefined && value !== machinesRun)
    return stopped === undefined
      ? { kind: 'run' }
      : { kind: 'stopped', because: clip(`the machines are stopped: ${stopped}`, 300) }
  } catch (error) {
    return { kind: 'unknown', because: clip(`${all} and ${ofLine} cannot be read: ${String(error)}`, 300) }
  }
}
