/**
 * An alarm that goes off and clears again and again is told once. Four openings within an hour are four incidents; the
 * fifth says that the alarm flaps, and as long as it does, each further opening opens that incident again. A playbook
 * that may still start is another matter: each of its runs has an incident of its own.
 */
const openingsOfFlapping = 5

/** What is said of the newest of so many openings within an hour. */
export const flapsInWords = (openings: number, kind: 'alarm' | 'event'): readonly string[] =>
  openings < openingsOfFlapping ? [] : [`${words[kind]} ${openings} times within the hour`]

const words = { alarm: 'the alarm flaps, it went off', event: 'it comes and goes, it came' }

/** Whether an incident that says so is there already. */
export const flapsBeyond = (openings: number): boolean => openings > openingsOfFlapping
