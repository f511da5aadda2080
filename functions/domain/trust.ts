/**
 * How far a playbook may go by itself, least first. observe: it says what it would have done. suggest: a person may start
 * what it suggests. approve: it asks before each act. auto: it acts.
 */
export const trusts = ['observe', 'suggest', 'approve', 'auto'] as const
export type Trust = (typeof trusts)[number]

/** The one that goes less far. */
export const lesserTrust = (one: Trust, other: Trust): Trust =>
  trusts.indexOf(one) < trusts.indexOf(other) ? one : other

/** Unless the config says more: a machine has to earn it. */
export const firstTrust: Trust = 'suggest'

/** Whether a run begins by itself, and goes as far as it may. */
export const beginsByItself = (trust: Trust): boolean => trust === 'approve' || trust === 'auto'
