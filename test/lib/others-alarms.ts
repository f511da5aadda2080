/** Whose alarms a hub may let in, beside those of its own account. */
export const alarmsFrom = { accounts: ['444455556666'], organization: 'o-a1b2c3d4e5' }
