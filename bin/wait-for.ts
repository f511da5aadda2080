import type { CommandContext } from './command-context.ts'

/** How long something may take on its way through a queue and into the table. */
export const looks = 20
export const pauseMs = 500
export const waitedSeconds = (looks * pauseMs) / 1000

/** What was sent may still get stuck on its way: looks until there is something to see, or time is up. */
export async function waitFor<T>(
  { clock }: Pick<CommandContext, 'clock'>,
  look: () => Promise<T | undefined>,
  most = looks,
): Promise<T | undefined> {
  for (let nth = 1; ; nth++) {
    const seen = await look()
    if (seen !== undefined || nth === most) return seen
    await clock.pause(pauseMs)
  }
}
