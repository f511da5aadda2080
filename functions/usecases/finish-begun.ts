import { type CountermeasureOutcome, notDone, type Unfinished } from './countermeasure.ts'
import { type Steps, unlessFailed } from './steps.ts'

/** Between two tries to go on. */
const pause = { seconds: 15 }
/** Ten minutes: an instance on hardware in trouble is slow to stop, and must not be left stopped. */
const most = 40

/** Goes on with what an action has begun until it is done; gives up after a while, with what is so then. */
export async function finishBegun(
  begun: Unfinished,
  steps: Steps,
  called: string,
  goOn: () => Promise<Unfinished | CountermeasureOutcome>,
): Promise<CountermeasureOutcome> {
  let { because } = begun
  for (let nth = 1; nth <= most; nth++) {
    await steps.wait(`${called}: pause ${nth}`, pause)
    const gone = await unlessFailed(() => steps.step(`${called}: go on ${nth}`, goOn, { tries: 3 }), unfinished)
    if (gone.kind === 'outcome') return gone
    because = gone.because
  }
  return notDone(because)
}

const unfinished = (because: string): Unfinished | CountermeasureOutcome => ({ kind: 'unfinished', because })
