import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandOutput,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda'
import * as z from 'zod/mini'
import { clip } from '../domain/clip.ts'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf, jsonObject, name, wholeNumber } from './input.ts'
import { arn } from './resource.ts'

// A Lambda function as a whole: how much of it may run at once, and to run it.

export const call = callsOf(LambdaClient, 'lambda')
export const functionName = name.check(z.describe('the function’s name'))
export const functionResource = ({ function: of }: { readonly function: string }) => arn('lambda', `function:${of}`)
export const onFunction = { on: functionResource }

export const concurrencyInput = inputOf({
  function: functionName,
  to: wholeNumber(0, 1000).check(
    z.describe('how many executions may run at once, and are kept free for it; 0 stops the function altogether'),
  ),
})
export const getFunctionConcurrency = call(GetFunctionConcurrencyCommand, onFunction)
export const putFunctionConcurrency = call(PutFunctionConcurrencyCommand, onFunction)
export const deleteFunctionConcurrency = call(DeleteFunctionConcurrencyCommand, onFunction)

/** @returns null when nothing is reserved */
export async function reservedFor(
  lambda: ClientOf<{ getFunctionConcurrency: typeof getFunctionConcurrency }>,
  of: string,
): Promise<number | null> {
  const { ReservedConcurrentExecutions: reserved } = await lambda.getFunctionConcurrency({ FunctionName: of })
  return reserved ?? null
}

export const reservedInWords = (reserved: number | null) =>
  reserved === null ? 'none reserved' : `${reserved} reserved`

export const invokeInput = inputOf({
  function: functionName,
  qualifier: z
    .optional(name)
    .check(z.describe('a version or an alias; without it the function’s unpublished code runs')),
  payload: z.optional(jsonObject).check(z.describe('the event that the function gets; without it an empty object')),
})
type Invocation = z.infer<typeof invokeInput>

// Who names a version or an alias needs the permission on that.
const onQualified = { on: (invocation: Invocation) => arn('lambda', `function:${qualified(invocation)}`) }
export const getFunctionConfiguration = call(GetFunctionConfigurationCommand, onQualified)
export const invokeFunction = call(InvokeCommand, { action: 'lambda:InvokeFunction', ...onQualified })

/** `checkout:live`, as its ARN ends. */
export const qualified = ({ function: of, qualifier }: Invocation) => [of, qualifier].filter(Boolean).join(':')
export const invoked = ({ function: of, qualifier }: Invocation) => ({
  FunctionName: of,
  ...(qualifier !== undefined && { Qualifier: qualifier }),
})

/** What it answered, in short. Throws `CannotAct` when it failed. */
export function answerOf(invocation: Invocation, { FunctionError, Payload }: InvokeCommandOutput): string {
  const answer = new TextDecoder().decode(Payload)
  if (FunctionError === undefined) return inShort(answer)
  throw new CannotAct(`${qualified(invocation)} failed: ${inShort(errorMessageIn(answer))}`)
}

const functionError = z.object({ errorMessage: z.string() })

/** As the runtimes write errors; else all of it. */
function errorMessageIn(answer: string): string {
  try {
    return z.parse(functionError, JSON.parse(answer)).errorMessage
  } catch {
    return answer
  }
}

/** People read it: one line. */
const inShort = (text: string): string => clip(text.replaceAll(/\s+/g, ' ').trim(), 200)
