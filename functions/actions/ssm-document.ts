import { type DocumentDescription, DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm'
import * as z from 'zod/mini'
import { clip } from '../domain/clip.ts'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { arn, type Resource } from './resource.ts'

// A document of AWS Systems Manager: what is run, whether as an Automation or on instances.

export const documentFields = {
  document: z
    .string('some text')
    .check(
      z.regex(/^[\w.-]{3,128}$/, 'a document’s name: 3 to 128 letters, digits, dots, dashes and underscores'),
      z.describe('the document’s name; what begins with AWS or Amazon is a document of AWS’s own'),
    ),
  version: z
    .optional(z.string('some text').check(z.regex(/^[1-9]\d{0,9}$/, 'the number of a version, as text')))
    .check(z.describe('the document’s version; its default version unless told')),
  parameters: z
    .optional(
      z.record(
        z.string().check(z.regex(/^\w{1,50}$/, 'a parameter’s name')),
        z.array(z.string('some text').check(z.minLength(1), z.maxLength(512))).check(z.maxLength(50)),
      ),
    )
    .check(z.describe('the document’s parameters: a list of texts for each')),
}
export const fixedFields = ['document', 'version', 'parameters'] as const

export interface Documented {
  readonly document: string
  readonly version?: string | undefined
  readonly parameters?: Readonly<Record<string, readonly string[]>> | undefined
}

export const call = callsOf(SSMClient, 'ssm')

/** AWS keeps names that begin so to itself; its documents have no account in their ARN. */
const ofAws = /^(aws|amazon|amzn)/i
export const ofDocument = (type: string, { document }: Documented, more = ''): Resource =>
  arn('ssm', `${type}/${document}${more}`, ofAws.test(document) ? { account: '' } : {})

/** What of it a team can tag. */
export const ownDocument = (documented: Documented): readonly Resource[] =>
  ofAws.test(documented.document) ? [] : [ofDocument('document', documented)]

export const describeDocument = call(DescribeDocumentCommand, {
  on: (documented: Documented) => ofDocument('document', documented),
})

export const documentRefusals = [
  'the document is of another kind',
  'the document is not active',
  'the document does not take these parameters, or needs others too',
]

/** @param given the names of the parameters that it will be run with */
export async function findDocument(
  ssm: ClientOf<{ describeDocument: typeof describeDocument }>,
  documented: Documented,
  { kind, given }: { readonly kind: 'Automation' | 'Command'; readonly given: readonly string[] },
): Promise<DocumentDescription> {
  const { document, version } = documented
  const { Document: found = {} } = await ssm.describeDocument({
    Name: document,
    ...(version !== undefined && { DocumentVersion: version }),
  })
  if (found.DocumentType !== kind) {
    throw new CannotAct(`${document} is not of the kind ${kind} but ${found.DocumentType ?? 'unknown'}`)
  }
  if (found.Status !== 'Active') throw new CannotAct(`${document} is not active but ${found.Status ?? 'unknown'}`)

  const taken = found.Parameters ?? []
  const unknown = given.filter((name) => !taken.some(({ Name }) => Name === name))
  if (unknown.length > 0) throw new CannotAct(`${document} does not take ${unknown.join(', ')}`)
  const missing = taken.filter(({ Name = '', DefaultValue }) => DefaultValue === undefined && !given.includes(Name))
  if (missing.length > 0) throw new CannotAct(`${document} needs ${missing.map(({ Name }) => Name).join(', ')} too`)
  return found
}

/** As AWS takes them, which changes no list. */
export const parametersOf = ({ parameters = {} }: Documented): Record<string, string[]> =>
  Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]]))

/** ` (commands: systemctl restart checkout)`, cut where it is long; people read it. */
export function parametersInWords({ parameters = {} }: Documented): string {
  const all = Object.entries(parameters).map(([name, values]) => `${name}: ${values.join(', ')}`)
  const text = all.join('; ').replaceAll(/\s+/g, ' ')
  if (text === '') return ''
  return ` (${clip(text, mostShown)})`
}
/** Of a title's 200 characters. */
const mostShown = 80

export const versionInWords = ({ version }: Documented) => (version === undefined ? '' : ` version ${version}`)
