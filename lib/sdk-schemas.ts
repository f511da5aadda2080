import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/**
 * Leaves out of a bundle the schemas of operations that nobody calls. A client of the AWS SDK describes all of its
 * operations in one file, in objects whose keys are constants: `{ [_hE]: 400 }`. To esbuild such a key might be
 * anything, so it keeps them all; with the key written out it sees which of them are unused.
 */
export const usedSchemasOnly: Plugin = {
  name: 'used-schemas-only',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async (file) => ({
        contents: withKeysWrittenOut(await readFile(file.path, 'utf8')),
        loader: 'js',
      }),
    )
  },
}

function withKeysWrittenOut(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
  )
  return source.replaceAll(/\[(\w+)\]:/g, (key, name: string) => {
    const value = constants.get(name)
    return value === undefined ? key : `${value}:`
  })
}
