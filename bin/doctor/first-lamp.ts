import { devicesOf } from '../deployment.ts'
import { factsOf } from '../light/facts.ts'
import { done, type Finding, toDo } from './finding.ts'
import type { Patient } from './patient.ts'

/** AWS IoT answers about ten questions a second, and four are asked about each light: more would be a long wait. */
const most = 20

/** Whether one lamp at least is there and says what it shows; `light check` looks at each. */
export async function firstLamp({ deployment, aws, andonCli }: Patient): Promise<Finding> {
  const lights = devicesOf(deployment).filter(({ shows }) => shows !== undefined)
  const [first] = lights
  if (first === undefined) return done('the config names no light')
  let enrolled: string | undefined
  // One after the other, until one is well.
  for (const light of lights.slice(0, most)) {
    const { certificates, report } = await factsOf(aws, light)
    if (report?.online === true) return done(`the light ${light.name} reports that it shows ${report.state}`)
    if (certificates.length > 0) enrolled ??= light.name
  }
  if (enrolled !== undefined)
    return toDo(`the light ${enrolled} is installed, but does not report`, andonCli(`light check ${enrolled}`))
  const none = lights.length > most ? `none of the first ${most} lights is installed` : 'no light is installed yet'
  return toDo(none, andonCli(`light add ${first.name}`))
}
