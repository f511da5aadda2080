import { devicesOf } from '../deployment.ts'
import { factsOf } from '../light/facts.ts'
import { done, type Finding, toDo } from './finding.ts'
import type { Patient } from './patient.ts'

/** Whether one lamp at least is there and says what it shows; `light check` looks at each. */
export async function firstLamp({ deployment, aws, andonCli }: Patient): Promise<Finding> {
  const lights = devicesOf(deployment).filter(({ shows }) => shows !== undefined)
  const [first] = lights
  if (first === undefined) return done('the config names no light')
  let enrolled: string | undefined
  // One after the other, until one is well: AWS IoT answers about ten of these questions a second.
  for (const light of lights) {
    const { certificates, report } = await factsOf(aws, light)
    if (report?.online === true) return done(`the light ${light.name} reports that it shows ${report.state}`)
    if (certificates.length > 0) enrolled ??= light.name
  }
  if (enrolled !== undefined)
    return toDo(`the light ${enrolled} is installed, but does not report`, andonCli(`light check ${enrolled}`))
  return toDo('no light is installed yet', andonCli(`light add ${first.name}`))
}
