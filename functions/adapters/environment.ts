import { own } from '../domain/own.ts'

/** A variable that the stack sets on the function. Throws at cold start when it does not. */
export function fromEnvironment(name: string): string {
  const value = own(process.env, name)
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`)
  return value
}
