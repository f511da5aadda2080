import { ParameterNotFound } from '@aws-sdk/client-ssm'
import { anAndonWith } from './an-andon-with.ts'
import { clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

/** A deployed Andon with these parameters. */
function there(parameters: Record<string, string> = {}) {
  const put: any[] = []
  const aws = clientsFor({
    ...anAndonWith().handlers,
    PutParameter: (input: any) => (put.push(input), (parameters[input.Name] = input.Value), {}),
    GetParameter: ({ Name }: any) => {
      if (parameters[Name] === undefined) throw new ParameterNotFound({ message: '', $metadata: {} })
      return { Parameter: { Value: parameters[Name] } }
    },
  })
  return { aws, put }
}

it('stops all machines by one parameter, with who and why', async () => {
  const { aws, put } = there()
  const { code, said } = await typed(['stop', '--machines', '--by', 'ada', '--reason', 'we move the database'], aws)
  expect({ code, said }).toEqual({
    code: 0,
    said: ['All machines are stopped, within half a minute (/andon/machines).'],
  })
  expect(put).toEqual([
    { Name: '/andon/machines', Value: 'by ada: we move the database', Type: 'String', Overwrite: true },
  ])
})

it('stops and starts those of one line, and says that all are stopped still', async () => {
  const { aws, put } = there({ '/andon/machines': 'by grace' })
  expect((await typed('stop --machines --line checkout --by ada', aws)).said).toEqual([
    'The machines of checkout are stopped, within half a minute (/andon/machines/checkout).',
  ])
  const started = await typed('start --machines --line checkout', aws)
  expect(started.said).toEqual([
    'The machines of checkout may act again, within half a minute (/andon/machines/checkout).',
  ])
  expect(started.remarked).toContain('All machines are stopped still: by grace')
  expect(put.map(({ Value }) => Value)).toEqual(['by ada', 'run'])
})

it('prints for programs what it set', async () => {
  const { said } = await typed('stop --machines --line checkout --json', there().aws)
  const parameter = '/andon/machines/checkout'
  expect(JSON.parse(said.join('\n'))).toEqual({ machines: 'stopped', line: 'checkout', parameter })
})

it('lets all act again', async () => {
  const { aws, put } = there({ '/andon/machines': 'by ada' })
  expect((await typed('start --machines', aws)).code).toBe(0)
  expect(put).toMatchObject([{ Name: '/andon/machines', Value: 'run' }])
})

it('knows the lines, and stops nothing by mistake', async () => {
  const { aws, put } = there()
  expect((await typed('stop --machines --line chekout', aws)).remarked).toContain('There is no line chekout')
  expect((await typed('stop', aws)).code).toBe(2)
  expect(put).toEqual([])
})
