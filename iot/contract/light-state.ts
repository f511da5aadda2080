/** The states that a light can have. The lamp chooses colours and blinking. */
export const lightStates = ['calm', 'working', 'help', 'approval', 'stop', 'flood', 'test'] as const
export type LightState = (typeof lightStates)[number]

/** The states that a lamp can show: `unknown` when it has no fresh command. */
export const shownStates = [...lightStates, 'unknown'] as const
export type ShownState = (typeof shownStates)[number]
