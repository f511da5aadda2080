import { sorted } from './reading.ts'
import { synthesize } from './synthesized.ts'

const template = synthesize()

it('tells people what they have to know after a deployment', () => {
  expect(sorted(Object.keys(template.Outputs))).toEqual(['AlarmsTopic', 'BusName', 'SlackTokenParameter'])
  expect(template.Outputs['SlackTokenParameter']!.Value).toBe('/andon/slack-token')
})

it('is what it was', () => {
  expect(template).toMatchSnapshot()
})
