import { playbookRole } from './reading.ts'
import { actions, cases, config } from './policy-cases.ts'
import { synthesize } from './synthesized.ts'

const template = synthesize({ config, actions })

it.each(Object.entries(cases).map(([what, [, expected]], n) => [what, n, expected] as const))(
  '%s',
  (_, n, expected) => {
    const [, { Properties }] = playbookRole(template, `p${n}`)
    const { Statement } = Properties.Policies?.[0].PolicyDocument ?? { Statement: [] }
    expect(Statement.map(({ Effect: _effect, ...rest }: any) => flat(rest))).toEqual(expected)
  },
)

/** Intrinsics as text: `${AWS::Region}` is the stack's own. */
function flat(value: any): any {
  if (typeof value !== 'object' || value === null) return value
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(flat).join('')
  if ('Ref' in value) return `\${${value.Ref}}`
  if (Array.isArray(value)) return value.map(flat)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, flat(each)]))
}
