import type { LightState } from '../../contract/light-state.ts'
import type { Shown } from '../../agent/lamp/shown.ts'

/** One state, what it means, and what it looks like on a lamp with all colours. */
export interface DemoStep {
  readonly name: string
  readonly means: string
  readonly shown: Shown
}

const step = (state: LightState, means: string, look: string, acknowledged = false): DemoStep => ({
  name: acknowledged ? `${state}, answered` : state,
  means,
  shown: { state, acknowledged, line: 'demo', reasons: [look] },
})

export const demoSteps: readonly [DemoStep, ...DemoStep[]] = [
  {
    name: 'unknown',
    means: 'not connected, or no fresh command: white, two blinks',
    shown: { state: 'unknown', because: 'not-connected' },
  },
  step('calm', 'all is well', 'green, steady'),
  step('working', 'a playbook is running', 'yellow, steady'),
  step('help', 'a person is called', 'yellow, a slow pulse'),
  step('help', 'somebody is coming', 'yellow, a slower pulse', true),
  step('approval', 'a person must decide', 'blue, steady'),
  step('stop', 'the line is stopped', 'red, flashing'),
  step('stop', 'stopped, and somebody is working on it', 'red, steady', true),
  step('flood', 'too many alarms to tell apart', 'red and yellow in turn'),
  step('test', 'all colours, one after the other', 'every colour in turn'),
]
