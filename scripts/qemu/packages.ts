import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, mkdirSync, rmSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** The release whose programs go into the machine; its backports have the kernel with gpio-sim, and name it alike for years. */
const suite = 'trixie'
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const programs = ['busybox-static', 'gpiod', 'libgpiod3', 'libc6', 'libstdc++6', 'libgcc-s1']
/** What fetches them, and the packages that it comes in. */
const needed = { '/usr/bin/apt-get': 'apt', '/usr/bin/dpkg-deb': 'dpkg', [keyring]: 'debian-archive-keyring' }
/** What we need of all that is in the packages. */
const wanted = [
  'usr/lib/modules/*/vmlinuz',
  'usr/lib/modules/*/kernel/drivers/gpio/gpio-sim.ko.xz',
  'usr/lib/modules/*/kernel/fs/configfs/configfs.ko.xz',
  ...['busybox', 'gpioset', 'gpioinfo'].map((program) => `usr/bin/${program}`),
  'usr/lib64/ld-linux-x86-64.so.2',
  ...['c', 'm', 'dl', 'pthread', 'gcc_s', 'stdc++', 'gpiod'].map((name) => `usr/lib/x86_64-linux-gnu/lib${name}.so.?`),
]

/** The packages cannot be had on this machine, or not now. */
export class CannotBeHad extends Error {
  override readonly name = 'CannotBeHad'
}

/**
 * Fetches Debian's kernel and programs into `parts`, all in one folder, unless they are there. apt checks the
 * signatures; its lists are our own, and nothing is installed. Throws `CannotBeHad`.
 */
export function fetchParts(parts: string): 'fetched' | 'there' {
  if (wanted.every((pattern) => globSync(basename(pattern), { cwd: parts }).length > 0)) return 'there'
  for (const [file, from] of Object.entries(needed))
    if (!existsSync(file)) throw new CannotBeHad(`${file} is missing (Debian and Ubuntu have it in ${from})`)
  const work = `${parts}.next`
  rmSync(work, { recursive: true, force: true })
  const apt = aptIn(work)
  apt('apt-get', 'update', '-qq', '-o', 'APT::Update::Error-Mode=any')
  apt('apt-get', 'download', '-qq', ...kernelPackages(apt), ...programs)
  gather(work)
  rmSync(parts, { recursive: true, force: true })
  renameSync(join(work, 'parts'), parts)
  rmSync(work, { recursive: true })
  return 'fetched'
}

type Apt = (program: string, ...args: string[]) => string

/** apt with lists, settings and a store of its own in `work`, which is also where it puts what it downloads. */
function aptIn(work: string): Apt {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'debs'])
    mkdirSync(join(work, folder), { recursive: true })
  const from = (part: string) => `deb [signed-by=${keyring}] http://deb.debian.org/debian ${part} main\n`
  writeFileSync(join(work, 'sources.list'), from(suite) + from(`${suite}-backports`))
  const config = join(work, 'apt.conf')
  writeFileSync(
    config,
    `Dir::Etc::sourcelist "${work}/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "${work}/lists";
Dir::State::status "/dev/null";
Dir::Cache "${work}/cache";
APT::Architecture "amd64";
APT::Default-Release "${suite}-backports";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::http::Timeout "20";
Acquire::Retries "2";
`,
  )
  return (program, ...args) => run(program, args, join(work, 'debs'), { APT_CONFIG: config })
}

/** The newest kernel's packages: which they are has changed between versions. */
function kernelPackages(apt: Apt): string[] {
  const names = apt('apt-cache', 'depends', '--recurse', '--important', `linux-image-amd64`).split('\n')
  const found = new Set(names.filter((name) => /^linux-(image|binary|modules)-\d[\w.+]*-amd64$/.test(name)))
  if (found.size === 0) throw new CannotBeHad(`no kernel found in ${suite}-backports`)
  return [...found]
}

function gather(work: string): void {
  const parts = join(work, 'parts')
  const all = join(work, 'all')
  mkdirSync(parts)
  for (const deb of globSync(join(work, 'debs', '*.deb'))) run('dpkg-deb', ['-x', deb, all], work)
  for (const pattern of wanted) {
    const files = globSync(pattern, { cwd: all })
    if (files.length === 0) throw new CannotBeHad(`${pattern} is not in Debian's packages any more`)
    for (const file of files) copyFileSync(join(all, file), join(parts, basename(file)))
  }
}

function run(program: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): string {
  const options = { cwd, env: { ...process.env, LC_ALL: 'C', ...env }, encoding: 'utf8', timeout: 180_000 } as const
  const { status, error, stdout, stderr } = spawnSync(program, args, options)
  if (status === 0) return stdout
  const why = error?.message ?? stderr.trim().split('\n').at(-1)
  throw new CannotBeHad(`${program} ${args[0]}: ${why}`)
}
