import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/**
 * Leaves out of a bundle what the AWS SDK carries along for operations that nobody calls. A client describes all its
 * operations in one file, in objects whose keys are constants: `{ [_hE]: 400 }`. To esbuild such a key might be
 * anything, so it keeps them all; with the key written out it sees which of them are unused. And of its package.json a
 * client reads the version alone.
 */
export const sdkDiet: Plugin = {
  name: 'sdk-diet',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async (file) => ({
        contents: withKeysWrittenOut(await readFile(file.path, 'utf8')),
        loader: 'js',
      }),
    )
    build.onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async (file) => {
      const { version }: { version?: unknown } = JSON.parse(await readFile(file.path, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
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
