import type { AgentArchive } from './agent-archive.ts'

/** What to type on the Pi: fetches the agent, runs it only if it is the one that was deployed, and has it enrol. */
export const installLine = (archive: AgentArchive, token: string) =>
  `(${[...fetched(archive), `sudo ./andon-light/andon-light install '${token}'`].join(' && ')})`

/** The same for a Pi that is a light already. */
export const updateLine = (archive: AgentArchive) =>
  `(${[...fetched(archive), 'sudo ./andon-light/andon-light update'].join(' && ')})`

/**
 * User data for cloud-init, as Raspberry Pi OS (Trixie and later) takes it at the first start: the same without anyone
 * typing. The network may come up after it.
 */
export function cloudInit(archive: AgentArchive, token: string): string {
  const patiently = '--retry 30 --retry-delay 5 --retry-all-errors'
  const command = [...fetched(archive, patiently), `./andon-light/andon-light install '${token}'`].join(' && ')
  return [
    '#cloud-config',
    'package_update: true',
    'packages: [nodejs, curl, ca-certificates]',
    'runcmd:',
    // JSON is YAML, and knows how to quote.
    `  - ${JSON.stringify(['sh', '-c', command])}`,
  ].join('\n')
}

/** In a directory that nobody else can have prepared, and checked before anything in it is run as root. */
const fetched = ({ url, sha256 }: AgentArchive, patience = '') => [
  'cd "$(mktemp -d)"',
  `curl -fsSL${patience === '' ? '' : ` ${patience}`} -o andon-light.tgz '${url}'`,
  `echo '${sha256}  andon-light.tgz' | sha256sum --check --quiet`,
  'tar xzf andon-light.tgz',
]
