import type { LightState } from '../../contract/light-state.ts'
import type { Shown } from '../../agent/lamp/shown.ts'

/** One thing that a lamp can show, with what it means and what it looks like on a lamp that has all colours. */
export interface DemoScene {
  readonly name: string
  readonly means: string
  readonly shown: Shown
}

const told = (state: LightState, means: string, look: string, acknowledged = false): DemoScene => ({
  name: acknowledged ? `${state}, acknowledged` : state,
  means,
  shown: { state, acknowledged, line: 'demo', reasons: [look] },
})

export const scenes: readonly [DemoScene, ...DemoScene[]] = [
  {
    name: 'unknown',
    means: 'no contact, or nothing fresh: white, two blinks',
    shown: { state: 'unknown', because: 'no-contact' },
  },
  told('calm', 'all is well', 'green, steady'),
  told('working', 'a machine is at it', 'yellow, steady'),
  told('help', 'a person is called', 'yellow, a slow pulse'),
  told('help', 'somebody is coming', 'yellow, a slower pulse', true),
  told('approval', 'a person must decide', 'blue, steady'),
  told('stop', 'the line is stopped', 'red, flashing'),
  told('stop', 'stopped, and somebody is at it', 'red, steady', true),
  told('flood', 'too many alarms to tell apart', 'red and yellow in turn'),
  told('test', 'the lamps, one after the other', 'every lamp in turn'),
]
