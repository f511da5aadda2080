import { build } from 'esbuild'
import { handlers } from '../../lib/bundles.ts'

/** Own files that a handler's bundle holds, and packages that they ask for. */
async function partsOf(handler: string): Promise<{ files: string[]; packages: string[] }> {
  const { metafile } = await build({
    entryPoints: [`functions/handlers/${handler}.lambda.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
    metafile: true,
  })
  const [output] = Object.values(metafile.outputs)
  return {
    files: Object.entries(output!.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    packages: output!.imports.map(({ path }) => path),
  }
}

it('only on-notice bundles the senders, though all functions bundle the config', async () => {
  const carriers = await Promise.all(
    handlers.map(async (handler) => {
      const { files, packages } = await partsOf(handler)
      const tells = files.some((file) => /^functions\/channels\/.*-(sender|client|message|errors|kind)\.ts$/.test(file))
      return tells || packages.some((name) => /^(@slack|@aws-sdk\/client-sns)/.test(name)) ? [handler] : []
    }),
  )
  expect(carriers.flat()).toEqual(['on-notice'])
})
