import { createHash } from 'node:crypto'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { build } from 'esbuild'
import { create } from 'tar'
import { z } from 'zod'
import { absent, nodeOwn } from './agent-diet.ts'

const root = join(import.meta.dirname, '..')

/** In the archive, under the name that it has there. */
const texts = {
  'andon-light': 'iot/pi/launcher.sh',
  'andon-light.service': 'iot/pi/andon-light.service',
  'andon-light-fall-back.service': 'iot/pi/andon-light-fall-back.service',
  'andon-light.sysusers': 'iot/pi/andon-light.sysusers',
  'fall-back': 'iot/pi/fall-back.sh',
  LICENSE: 'LICENSE',
}
const programs = ['andon-light', 'fall-back']
const bundles = ['agent.mjs', 'andon-light.mjs']
/** The lamp for tablets: its driver reads these when it is chosen. */
const page = { from: 'iot/agent/drivers/page', served: ['.html', '.css', '.js', '.svg'] }
/** koffi calls the C library: for GPIO, SPI, the clock and the watchdog. Of its machines, those that a Pi or a test is. */
const koffi = {
  files: ['package.json', 'index.js', 'LICENSE.txt'],
  machines: ['linux_arm64', 'linux_armhf', 'linux_x64'],
}

/**
 * Makes `andon-light.tgz`, all of the Pi's software but Node, in `directory`, and returns its path. The same sources
 * give the same bytes. Unpacked it is one folder, `andon-light`; `andon-light/andon-light` is the command.
 * @param say takes a line when a part had to be left out
 */
export async function buildAgentArchive(
  directory: string,
  say: (line: string) => void = (line) => void process.stderr.write(`andon: ${line}\n`),
): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'andon-light-'))
  try {
    const folder = join(work, 'andon-light')
    await mkdir(folder)
    const files = [...bundles, ...Object.keys(texts), ...(await copyPage(folder)), ...(await copyKoffi(folder, say))]
    await bundleInto(folder)
    for (const [name, from] of Object.entries(texts)) await copyFile(join(root, from), join(folder, name))
    await writeFile(join(folder, 'package.json'), await manifestOf(folder, files))
    return await pack(work, [...files, 'package.json'], directory)
  } finally {
    await rm(work, { recursive: true })
  }
}

async function bundleInto(folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'iot/agent/main.ts', out: 'agent' },
      { in: 'iot/pi/andon-light.ts', out: 'andon-light' },
    ],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    // Raspberry Pi OS has Node 20.
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['koffi'],
    plugins: [absent, nodeOwn],
    inject: ['lib/agent-node20-shims.js'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    // Parts of the libraries are CommonJS and ask for Node's own modules by require.
    banner: {
      js: "import{createRequire as andonRequire}from'node:module';const require=andonRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
}

/** @returns the files that are there now, with their paths in `folder` */
async function copyPage(folder: string): Promise<string[]> {
  const names = (await readdir(join(root, page.from))).filter((name) => page.served.includes(extname(name)))
  await mkdir(join(folder, 'page'))
  for (const name of names) await copyFile(join(root, page.from, name), join(folder, 'page', name))
  return names.map((name) => `page/${name}`)
}

/** @returns the files that are there now, with their paths in `folder`; none when koffi is not installed here */
async function copyKoffi(folder: string, say: (line: string) => void): Promise<string[]> {
  const from = installedKoffi()
  if (from === undefined) {
    say('koffi is not installed here, so the archive leaves it out: no GPIO, no SPI and no watchdog on the Pi')
    return []
  }
  const names = [...koffi.files, ...koffi.machines.map((machine) => `build/koffi/${machine}/koffi.node`)]
  for (const name of names) {
    const to = join(folder, 'node_modules/koffi', name)
    await mkdir(dirname(to), { recursive: true })
    await copyFile(join(from, name), to)
  }
  return names.map((name) => `node_modules/koffi/${name}`)
}

function installedKoffi(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('koffi/package.json'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

const packageJson = z.object({ version: z.string(), license: z.string() })

/** Its version tells two builds of one release apart: an update must never find its own folder taken by another. */
async function manifestOf(folder: string, files: readonly string[]): Promise<string> {
  const { version, license } = packageJson.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  const hash = createHash('sha256')
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(await readFile(join(folder, file)))
  const build = hash.digest('hex').slice(0, 8)
  const manifest = { name: 'andon-light', version: `${version}+${build}`, license, type: 'module', private: true }
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

async function pack(work: string, files: readonly string[], directory: string): Promise<string> {
  for (const file of files) await chmod(join(work, 'andon-light', file), programs.includes(file) ? 0o755 : 0o644)
  await mkdir(directory, { recursive: true })
  const archive = join(directory, 'andon-light.tgz')
  const inside = files.toSorted().map((file) => `andon-light/${file}`)
  await create({ cwd: work, file: archive, gzip: { level: 9 }, portable: true, mtime: new Date(0) }, inside)
  return archive
}
