import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { type Catalogue, catalogueOf, serviceNames } from '../functions/actions/catalogue.ts'
import type { AndonConfig } from '../functions/config/define-andon.ts'
import { BadConfig, parseAndon, servicesIn } from '../functions/config/parse-andon.ts'
import { actionsFile } from './actions-file.ts'
import { readOwnActions } from './own-actions.ts'

/** Path of the config: what is asked for, or what ANDON_CONFIG names, or the one of this project. */
export const configFile = (asked = process.env['ANDON_CONFIG']): string =>
  resolve(asked ?? join(import.meta.dirname, '../andon.config.ts'))

const configModule = z.object({ default: z.unknown() })

/**
 * The config as it was checked, with the actions of the services that it names, a team's own among them. Rejects with
 * `BadConfig`.
 * @param file path of the `andon.config.ts`
 */
export async function readConfig(file: string): Promise<{ config: AndonConfig; actions: Catalogue }> {
  const { default: config } = configModule.parse(await imported(file))
  const own = await readOwnActions(actionsFile(file))
  const actions = await catalogueOf(servicesIn(config), own)
  return { config: parseAndon(config, actions, [...Object.keys(own), ...serviceNames]), actions }
}

async function imported(file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    if (error instanceof SyntaxError && error.message.includes('/functions/actions/')) {
      throw new BadConfig([oldForm(error)])
    }
    throw error
  }
}

/** Until 0.1 a config imported the actions' own code. */
const oldForm = ({ message }: Error) =>
  `cannot be read (${message}). Actions are plain data now: write \`import { actions } from ` +
  "'./functions/config/actions.ts'`, and for example `do: actions.ecs.redeploy({ cluster: 'shop', service: 'checkout' })`"
