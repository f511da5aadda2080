import type { Plugin } from 'esbuild'

// The lamp's process runs for years on a machine of 512 MB: what it never uses is not read into it.

/** MQTT over WebSockets, through proxies, and in browsers. */
export const absent: Plugin = {
  name: 'absent',
  setup(build) {
    build.onResolve({ filter: /^(ws|socks|worker-timers)$/ }, ({ path }) => ({ path, namespace: 'absent' }))
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/** Node's own streams, instead of a copy of them for browsers and Node 8. */
export const nodeOwn: Plugin = {
  name: 'node-own',
  setup(build) {
    build.onResolve({ filter: /^readable-stream$/ }, () => ({ path: 'node:stream', external: true }))
  },
}
