import {
  type AliasConfiguration,
  GetAliasCommand,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda'
import * as z from 'zod/mini'
import type { ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf, name } from './input.ts'
import { call, functionName, onFunction } from './lambda-function.ts'
import { allOf } from './pages.ts'

// An alias of a Lambda function, and the published versions that it can point to.

export const aliasInput = inputOf({
  function: functionName,
  alias: name.check(z.describe('the alias whose callers are to get the earlier version')),
})
type Target = z.infer<typeof aliasInput>

// The reference has all three on the function: an alias is part of it.
export const aliasReads = {
  getAlias: call(GetAliasCommand, onFunction),
  listVersionsByFunction: call(ListVersionsByFunctionCommand, onFunction),
}
export const updateAlias = call(UpdateAliasCommand, onFunction)

export const aliasRefusals = [
  'the alias shares its traffic between two versions',
  'the alias points to $LATEST',
  'the function has no version before the present one',
]

/** The one version that the alias points to, and the revision of the alias that says so. */
export async function pointedTo(lambda: ClientOf<Pick<typeof aliasReads, 'getAlias'>>, target: Target) {
  const found = await lambda.getAlias({ FunctionName: target.function, Name: target.alias })
  if (sharesTraffic(found)) {
    throw new CannotAct(
      `${aliasInWords(target)} shares its traffic between two versions (a deployment is under way), so nothing was changed`,
    )
  }
  const { FunctionVersion: version = '', RevisionId: revision } = found
  return { version, revision }
}

const sharesTraffic = ({ RoutingConfig }: AliasConfiguration) =>
  Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0

/** Lambda numbers versions as they are published, and never gives a number again. */
export async function versionBefore(
  lambda: ClientOf<Pick<typeof aliasReads, 'listVersionsByFunction'>>,
  target: Target,
  version: string,
): Promise<string> {
  const published = await versionsOf(lambda, target.function)
  const earlier = published.map(Number).filter((each) => each < Number(version))
  if (earlier.length === 0) throw new CannotAct(`${target.function} has no version before ${version} to go back to`)
  return String(Math.max(...earlier))
}

/** All that are left of the published ones, without `$LATEST`. */
async function versionsOf(
  lambda: ClientOf<Pick<typeof aliasReads, 'listVersionsByFunction'>>,
  of: string,
): Promise<readonly string[]> {
  const all = await allOf(async (Marker) => {
    const page = await lambda.listVersionsByFunction({ FunctionName: of, ...(Marker && { Marker }) })
    return { items: page.Versions?.flatMap(({ Version }) => Version ?? []), next: page.NextMarker }
  })
  return all.filter((version) => /^\d+$/.test(version))
}

/** With the alias's revision that was seen, where it must not have been changed since then. */
interface Change {
  readonly from: string
  readonly to: string
  readonly revision?: string | null
}

/** @returns whether that was still to be done */
export async function point(
  lambda: ClientOf<{ getAlias: typeof aliasReads.getAlias; updateAlias: typeof updateAlias }>,
  target: Target,
  { from, to, revision: seen }: Change,
): Promise<boolean> {
  const { version, revision } = await pointedTo(lambda, target)
  if (version === to) return false
  // A person may have taken back what we did before its answer was lost: then the same version is there, anew.
  if (version !== from || (seen && revision !== seen)) {
    throw new CannotAct(
      `somebody pointed ${aliasInWords(target)} to version ${version} in the meantime, so nothing was changed`,
    )
  }
  await lambda.updateAlias({
    FunctionName: target.function,
    Name: target.alias,
    FunctionVersion: to,
    ...(revision !== undefined && { RevisionId: revision }),
  })
  return true
}

export const aliasInWords = ({ function: of, alias }: Target) => `alias ${alias} of function ${of}`
