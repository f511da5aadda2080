import { createHash } from 'node:crypto'
import { sorted } from './reading.ts'
import { synthesize } from './synthesized.ts'

const template = synthesize()

it('tells people what they have to know after a deployment', () => {
  expect(sorted(Object.keys(template.Outputs))).toEqual([
    'AgentArchive',
    'AgentArchiveSha256',
    'AlarmsTopic',
    'ApiUrl',
    'BusArn',
    'BusName',
    'LineTopics',
    'SlackTokenParameter',
  ])
  expect(template.Outputs['SlackTokenParameter']!.Value).toBe('/andon/slack-token')
})

it('ships what a Raspberry Pi runs, and says where it lies and what it is checked by', () => {
  const { AgentArchive, AgentArchiveSha256 } = template.Outputs
  expect(JSON.stringify(AgentArchive!.Value)).toMatch(/s3:\/\/cdk-.*-assets-.*\.tgz/)
  expect(AgentArchiveSha256!.Value).toBe(createHash('sha256').update('not really').digest('hex'))
})

it('is what it was', () => {
  expect(template).toMatchSnapshot()
})
