import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { synth } from '../synth.ts'
import { type Figure, percentile } from './figures.ts'
import { startAndon } from './running-andon.ts'

const starts = 3

/** Starts when nothing has changed since the last one, and what a synthesis adds to that. */
export async function startFigures(root: string): Promise<Figure[]> {
  const seconds: number[] = []
  for (let nth = 0; nth < starts; nth++) {
    const andon = await startAndon(root)
    seconds.push(andon.secondsToUp)
    await andon.stop()
  }
  const later = percentile(seconds, 0.5)
  return [
    {
      figure: 'later start',
      value: later,
      unit: 's',
      limit: 10,
      how: `\`npm start\` until "Andon is up", nothing changed, no state yet; median of ${starts}`,
    },
    {
      figure: 'start with synthesis',
      value: later + (await synthesis()),
      unit: 's',
      how: 'the same, and a synthesis into an empty folder, as after a change of the config',
    },
  ]
}

async function synthesis(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'andon-bench-'))
  const began = performance.now()
  await synth({ outdir: join(folder, 'cdk.out'), quiet: true })
  const seconds = (performance.now() - began) / 1000
  await rm(folder, { recursive: true })
  return seconds
}

const fresh = { figure: 'fresh clone to up', unit: 's', limit: 90 }

export const freshNotMeasured = { ...fresh, how: '`npm run bench -- --fresh`' }

/** A clone of HEAD, with nothing installed and an empty npm cache. */
export async function freshFigure(root: string): Promise<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'andon-fresh-'))
  const clone = join(folder, 'andon')
  const began = performance.now()
  execFileSync('git', ['clone', '--quiet', root, clone])
  const andon = await startAndon(clone, { environment: { npm_config_cache: join(folder, 'npm-cache') } })
  const value = (performance.now() - began) / 1000
  await andon.stop()
  await rm(folder, { recursive: true })
  return { ...fresh, value, how: '`git clone`, then `npm start` with an empty npm cache, until "Andon is up"' }
}
