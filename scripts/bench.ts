// `npm run bench [-- --fresh] [-- --write]`: the figures that the README quotes, each with how it was measured.
// With --fresh a fresh clone is installed and started too; with --write the table also goes into docs/figures.md.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { bundleFigures } from './bench/bundles.ts'
import { explainFigures } from './bench/explain.ts'
import { type Figure, figuresTable, machine, type NotMeasured } from './bench/figures.ts'
import { lampFigures } from './bench/lamp.ts'
import { latencyFigures } from './bench/latency.ts'
import { manyLampsFigures } from './bench/many-lamps.ts'
import { memoryFigures } from './bench/memory.ts'
import { piAgentFigures } from './bench/pi-agent.ts'
import { reconcileFigures } from './bench/reconcile.ts'
import { startAndon } from './bench/running-andon.ts'
import { freshFigure, freshNotMeasured, startFigures } from './bench/starts.ts'
import { stormFigures } from './bench/storm.ts'
import { writePrinted } from './markdown-page.ts'
import { synth } from './synth.ts'

const root = join(import.meta.dirname, '..')
const cdkOut = join(root, 'cdk.out')
const say = (line: string) => console.error(`andon: ${line} …`)

await synth({ outdir: cdkOut, quiet: true })
const printed = `${machine()}.\n\n${figuresTable(await measureAll())}`
console.log(printed)
if (process.argv.includes('--write')) writePrinted(join(root, 'docs/figures.md'), printed)

async function measureAll(): Promise<(Figure | NotMeasured)[]> {
  const isFresh = process.argv.includes('--fresh')
  if (isFresh) say('cloning, installing and starting')
  const fresh = isFresh ? await freshFigure(root) : freshNotMeasured
  say('starting three times, and synthesizing')
  const starts = await startFigures(root)
  say('importing the bundles, and explaining an alarm')
  const bundles = [...bundleFigures(cdkOut), ...(await explainFigures(root))]
  say('220 alarms, one after the other')
  const calm = await startAndon(root)
  await fetch(`${calm.doors}/local/idle`)
  // What only a start calls ends some seconds later.
  await pause(15_000)
  const atFirst = memoryFigures(calm, 'at rest')
  const latency = await latencyFigures(calm)
  const afterAlarms = memoryFigures(calm, 'after 220 alarms')
  await calm.stop()
  say('200 commands and 100 presses, at a terminal')
  const unlit = await startAndon(root, { flags: ['--no-lamps'] })
  const lamp = await lampFigures(unlit)
  say('a minute of the Pi’s agent at rest')
  const piAgent = await piAgentFigures(unlit)
  await unlit.stop()
  const storm = await manyAlarms()
  say('a thousand lamps')
  const many = await manyLampsFigures(root)
  return [fresh, ...starts, ...latency, ...lamp, ...piAgent, ...many, ...storm, ...atFirst, ...afterAlarms, ...bundles]
}

async function manyAlarms(): Promise<Figure[]> {
  say('10,000 alarms at once, on three lines')
  const stormy = await startAndon(root)
  const storm = await stormFigures(stormy)
  await stormy.stop()
  say('5,000 alarms asked for, of which 200 went unheard')
  return [...storm, ...(await reconcileFigures(cdkOut))]
}
