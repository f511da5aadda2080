import { StartAutomationExecutionCommand } from '@aws-sdk/client-ssm'
import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { inputOf } from './input.ts'
import { arn, fromArn } from './resource.ts'
import { call, describeDocument, documentFields, type Documented, ofDocument } from './ssm-document.ts'

// An Automation of AWS Systems Manager.

export const automationInput = inputOf({
  ...documentFields,
  assumeRole: z
    .string('some text')
    .check(
      z.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, 'the ARN of a role'),
      z.describe('the ARN of the role that the Automation acts as; it must trust ssm.amazonaws.com'),
    ),
})
interface Automation extends Documented {
  readonly assumeRole: string
}

/** The parameter by which a document takes its role, by AWS's custom. */
export const roleParameter = 'AutomationAssumeRole'

export const automationReads = { describeDocument }
export const automationChanges = {
  startAutomationExecution: call(
    StartAutomationExecutionCommand,
    {
      on: (input: Automation) => [
        ofDocument('document', input),
        ofDocument('automation-definition', input, `:${input.version ?? '*'}`),
        // Its id is only known when it runs.
        arn('ssm', 'automation-execution/*'),
      ],
    },
    {
      action: 'iam:PassRole',
      on: ({ assumeRole }: Automation) => fromArn(assumeRole),
      when: () => ({ StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } }),
    },
  ),
}

/** A UUID that is the same for the same mark: AWS takes no other text as a token. */
export function tokenFrom(mark: string): string {
  const hash = createHash('sha256').update(mark).digest('hex')
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-')
}
