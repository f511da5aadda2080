import { $ZodError } from 'zod/v4/core'
import { isRefusedForGood } from '../actions/failure.ts'

/** Whether a call failed for good: AWS refuses it, or an item that it needs cannot be read. */
export const isFinal = (error: unknown): boolean => error instanceof $ZodError || isRefusedForGood(error)
