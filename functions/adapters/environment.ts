import { own } from '../domain/own.ts'

/** Why no request may go out to the internet, in words. No stack sets it: only a laptop does. */
export const noWayOutVariable = 'ANDON_NO_WAY_OUT'
export const whyNoWayOut = (): string | undefined => own(process.env, noWayOutVariable) || undefined

/** A variable that the stack sets on the function. Throws at cold start when it does not. */
export function fromEnvironment(name: string): string {
  const value = own(process.env, name)
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`)
  return value
}
