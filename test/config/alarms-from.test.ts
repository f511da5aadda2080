import example from '../fixtures/andon.config.ts'
import { catalogueOf } from '../../functions/actions/catalogue.ts'
import { BadConfig, parseAndon } from '../../functions/config/parse-andon.ts'

const catalogue = await catalogueOf()

function problemsOf(alarmsFrom: object): readonly string[] {
  try {
    parseAndon({ ...example, alarmsFrom }, catalogue)
    return []
  } catch (error) {
    if (error instanceof BadConfig) return error.problems
    throw error
  }
}

describe('who else may forward alarms', () => {
  const accounts = ['111122223333', '444455556666']
  const organization = 'o-a1b2c3d4e5'

  it.each([{ accounts }, { organization }, { accounts, organization }])('may be %j', (alarmsFrom) => {
    expect(problemsOf(alarmsFrom)).toEqual([])
  })

  it.each([
    [{}, 'alarmsFrom: found {}; allowed: accounts, an organization, or both'],
    [{ accounts: [] }, 'alarmsFrom.accounts: found []; allowed: at least one account'],
    [{ accounts: ['1'] }, 'alarmsFrom.accounts[0]: found "1"; allowed: the 12 digits of an account\'s id, as text'],
    [{ accounts: [111122223333] }, 'alarmsFrom.accounts[0]: found 111122223333; allowed: some text'],
    [
      { accounts: [accounts[0], accounts[0]] },
      `alarmsFrom.accounts: found ["111122223333","111122223333"]; allowed: each name once`,
    ],
    [
      { organization: 'ours' },
      'alarmsFrom.organization: found "ours"; allowed: the id of an organization, such as "o-a1b2c3d4e5"',
    ],
    [
      { everyone: true },
      'alarmsFrom.everyone: found an unknown field; allowed: an object with: accounts, organization',
    ],
  ])('is not %j', (alarmsFrom, problem) => {
    expect(problemsOf(alarmsFrom)).toContain(problem)
  })
})
