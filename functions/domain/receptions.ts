/**
 * How often a message of the signals queue is received. After the last time on-signal sets it aside, with what went
 * wrong: the queue itself would move it without a reason.
 */
export const mostReceptions = 10
