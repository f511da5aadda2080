/** What a light can be told to show. Colours and blinking are the lamp's own affair. */
export const lightStates = ['calm', 'working', 'help', 'approval', 'stop', 'flood', 'test'] as const
export type LightState = (typeof lightStates)[number]

/** What a lamp can be seen to show: by itself it falls back to `unknown` when it has heard nothing fresh. */
export const shownStates = [...lightStates, 'unknown'] as const
export type ShownState = (typeof shownStates)[number]
