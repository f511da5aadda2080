import example from '../fixtures/andon.config.ts'
import { problemsOf } from './problems-of.ts'

const { checkout, search, platform } = example.lines

it.each([
  [
    'an earlier name that a line has now',
    { was: 'search' },
    'lines.checkout.was: found "search"; allowed: a name that no line has any more',
  ],
  [
    'an earlier name that is none',
    { was: ['till', 'The Till'] },
    'lines.checkout.was[1]: found "The Till"; allowed: a name that a line can have had',
  ],
  ['an earlier name that is no text', { was: 7 }, 'lines.checkout.was: found 7; allowed: a name, or a list of names'],
])('refuses, as an earlier name of a line, %s', (_, was, problem) => {
  expect(problemsOf({ ...example, lines: { ...example.lines, checkout: { ...checkout, ...was } } })).toEqual([problem])
})

it('refuses one earlier name that two lines had, at both', () => {
  const lines = { checkout: { ...checkout, was: 'till' }, search: { ...search, was: ['shop', 'till'] }, platform }
  const allowed = 'found "till"; allowed: a name that no other line had'
  expect(problemsOf({ ...example, lines })).toEqual([
    `lines.checkout.was: ${allowed}`,
    `lines.search.was[1]: ${allowed}`,
  ])
})
