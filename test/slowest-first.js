// On a fresh clone jest knows no durations and goes by size, so that a short file that takes long would come last,
// when the other workers have nothing left to do.
import Sequencer from '@jest/test-sequencer'

/** Of what is not known to be quick: the longest first. */
const slow = [
  'flows/ministack',
  'flows/kill-9',
  'flows/npm-start',
  'flows/trust',
  'flows/escalation',
  'interleavings/interleavings',
  'lib/rules',
  'laptop/console',
  'flows/second-countermeasure',
  'flows/elsewhere',
  'flows/killed-handlers',
  'flows/names-that-change',
  'flows/many-',
  'flows/',
  'pi/install',
  'elsewhere',
  'durable-executions-shipped',
  'wire',
  'iot/agent',
  'iot/link/agent',
  'lib/',
  'pi/',
]
const rankOf = (path) => {
  const rank = slow.findIndex((part) => path.includes(`/test/${part}`))
  return rank < 0 ? slow.length : rank
}

export default class SlowestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rankOf(a.path) - rankOf(b.path))
  }
}
