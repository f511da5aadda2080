import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { own } from '../../functions/domain/own.ts'
import { miniStackVersion, motoVersion } from '../../packages/local-cloud/test/peer-versions.ts'
import type { Scenario } from '../../test/actions/strangers/scenario.ts'
import { strangers } from '../../test/actions/strangers/strangers.ts'
import type { Declared } from './declared.ts'

const moto = `moto ${motoVersion}`
const miniStack = `MiniStack ${miniStackVersion}`
const modelAlone = 'AWS’s own model alone'
const tests = join(import.meta.dirname, '../../test/actions')

/** For each call, and for each of its permissions: on what it was tried, in words. A call without any has one entry. */
export async function trialOf({ service, verb, calls }: Declared): Promise<readonly (readonly string[])[]> {
  const scenario = own((await own(strangers, service)?.())?.scenarios ?? {}, verb)
  const otherwise = isTriedOnMiniStack(service, verb) ? miniStack : modelAlone
  return calls.map(({ operation, grants }) =>
    (grants.length === 0 ? [''] : grants.map(({ action }) => action)).map((permission) =>
      scenario === undefined ? otherwise : onMoto(scenario, operation, permission),
    ),
  )
}

function onMoto({ instead = {}, beside = {} }: Scenario, operation: string, permission: string): string {
  const why = own(beside, permission)
  if (why !== undefined) return `AWS’s reference alone: ${why}`
  const stand = own(instead, operation)
  if (stand === undefined) return moto
  // The one call that is none of AWS's has no model of AWS's either.
  return permission === '' ? stand.why : `${modelAlone}: ${stand.why}`
}

/** By a test of its service's own, which makes all of the action's calls there. */
function isTriedOnMiniStack(service: string, verb: string): boolean {
  const file = join(tests, `${service}-on-ministack.test.ts`)
  return existsSync(file) && new RegExp(`import \\{ ${verb} \\}`).test(readFileSync(file, 'utf8'))
}
