import type { Action } from '../../functions/actions/action.ts'
import { catalogueOf, serviceNames } from '../../functions/actions/catalogue.ts'
import type { Services } from '../../functions/actions/own-actions.ts'
import { itSaysWhatItIs, itTakesOnlyWhatItShould } from './contract-declared.ts'
import { itLooksAndActs, itRefusesWhatMakesNoSense, itSpeaksAsAwsDoes } from './contract-done.ts'
import { itOutlivesFaults } from './contract-faults.ts'
import type { About, Fixture } from './contract-fixture.ts'

export type { Fixture } from './contract-fixture.ts'

/**
 * What every action keeps to, whatever it does.
 * @param service of Andon, or one that the project's `andon.actions.ts` has
 * @param fixtures one for each action of the service
 * @param file of a service that neither has yet: what it exports
 */
export async function itKeepsTheContract(
  service: string,
  fixtures: Readonly<Record<string, Fixture>>,
  file?: Readonly<Record<string, Action>>,
) {
  const actions = await catalogueOf([service], await ownOf(service, file))
  it(`${service} has a fixture for each of its actions`, () => {
    expect(
      Object.keys(fixtures)
        .map((verb) => `${service}.${verb}`)
        .sort(),
    ).toEqual([...actions.keys()].sort())
  })
  const known = Object.entries(fixtures).flatMap(([verb, fixture]) => {
    const action = actions.get(`${service}.${verb}`)
    return action === undefined ? [] : [[verb, { action, fixture }] as const]
  })
  describe.each<readonly [verb: string, about: About]>(known)(`${service}.%s`, (_, about) => {
    itTakesOnlyWhatItShould(about)
    itSaysWhatItIs(about)
    itLooksAndActs(about)
    itRefusesWhatMakesNoSense(about)
    itOutlivesFaults(about)
    itSpeaksAsAwsDoes(about)
  })
}

/** The team's file is left alone where it is not asked for: Andon's own actions are tested without it. */
async function ownOf(service: string, file: Readonly<Record<string, Action>> | undefined): Promise<Services> {
  if (file !== undefined) return { [service]: () => Promise.resolve(file) }
  return serviceNames.includes(service) ? {} : (await import('../../andon.actions.ts')).ownActions
}
