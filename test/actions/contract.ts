import { catalogueOf } from '../../functions/actions/catalogue.ts'
import { itSaysWhatItIs, itTakesOnlyWhatItShould } from './contract-declared.ts'
import { itLooksAndActs, itRefusesWhatMakesNoSense, itSpeaksAsAwsDoes } from './contract-done.ts'
import { itOutlivesFaults } from './contract-faults.ts'
import type { About, Fixture } from './contract-fixture.ts'

export type { Fixture } from './contract-fixture.ts'

/** What every action keeps to, whatever it does. @param fixtures one for each action of the service */
export async function itKeepsTheContract(service: string, fixtures: Readonly<Record<string, Fixture>>) {
  const actions = await catalogueOf([service])
  it(`${service} has a fixture for each of its actions`, () => {
    expect(
      Object.keys(fixtures)
        .map((verb) => `${service}.${verb}`)
        .sort(),
    ).toEqual([...actions.keys()].sort())
  })
  describe.each(Object.entries(fixtures))(`${service}.%s`, (verb, fixture) => {
    const about: About = { name: `${service}.${verb}`, actions, fixture }
    itTakesOnlyWhatItShould(about)
    itSaysWhatItIs(about)
    itLooksAndActs(about)
    itRefusesWhatMakesNoSense(about)
    itOutlivesFaults(about)
    itSpeaksAsAwsDoes(about)
  })
}
