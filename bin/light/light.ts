import { Option } from 'commander'
import { lampKinds } from '../../iot/contract/enrolment.ts'
import { hoursTyped, nameTyped } from '../typed-arguments.ts'
import { loginTyped } from '../over-ssh.ts'
import type { Verb } from '../verb.ts'
import { addLight, type AddOptions } from './add.ts'
import { checkLight } from './check.ts'
import { listLights } from './list.ts'
import { removeLight } from './remove.ts'
import { updateLight } from './update.ts'

/** `andon light …` */
export const lightVerb: Verb = (program, { context, end }) => {
  const light = program.command('light').description('installs, checks and removes lights and cords')
  const ofLight = (verb: string, description: string) =>
    light.command(verb).description(description).argument('<light>', 'name of a light or cord, as deployed', nameTyped)

  ofLight('add', 'prints a line that makes one Raspberry Pi this light, once')
    .option('--hours <hours>', 'for how many hours the line works', hoursTyped, 24)
    .option('--cloud-init', 'prints cloud-init user data instead, for the first start of an SD card', false)
    .addOption(overSsh().conflicts('cloudInit'))
    .addOption(new Option('--lamp <kind>', "the kind of lamp (default: the Pi's own settings)").choices(lampKinds))
    .action((name: string, options: AddOptions) => addLight(context(), name, options))
  light
    .command('list')
    .description('lists every light and cord, and its state')
    .action(() => listLights(context()))
  ofLight('check', 'checks a light, to the lamp and back, and says what to do').action(async (name: string) => {
    if ((await checkLight(context(), name)) === 'not-well') end(1)
  })
  ofLight('remove', "revokes the light's access at once")
    .option('--yes', 'does not ask', false)
    .action((name: string, options: { yes: boolean }) => removeLight(context(), name, options))
  ofLight('update', 'prints a line that updates its Raspberry Pi')
    .addOption(overSsh())
    .action((name: string, { ssh }: { ssh?: string }) => updateLight(context(), name, ssh))
}

const overSsh = () =>
  new Option('--ssh <login>', 'runs the line on that Pi instead, as in pi@raspberrypi.local').argParser(loginTyped)
