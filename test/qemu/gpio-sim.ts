import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'

const config = '/sys/kernel/config/gpio-sim'
let made = 0
const plugged = new Set<SimChip>()

/** A GPIO chip made of nothing by the kernel's gpio-sim, with its pins in our hands. */
class SimChip {
  readonly name: string
  readonly #folder: string
  readonly #pins: string

  constructor(label: string, lines: number) {
    this.#folder = `${config}/chip${made++}`
    const bank = `${this.#folder}/bank0`
    mkdirSync(bank, { recursive: true })
    writeFileSync(`${bank}/num_lines`, `${lines}`)
    writeFileSync(`${bank}/label`, label)
    writeFileSync(`${this.#folder}/live`, '1')
    this.name = read(`${bank}/chip_name`)
    this.#pins = `/sys/devices/platform/${read(`${this.#folder}/dev_name`)}/${this.name}`
  }

  /** The pins' voltages as the kernel has them: 1 is high. */
  voltages(lines: readonly number[]): string {
    return lines.map((line) => read(`${this.#pins}/sim_gpio${line}/value`)).join('')
  }

  /** From outside: connects the pin with ground, or lets the pull-up have it. */
  ground(line: number): void {
    writeFileSync(`${this.#pins}/sim_gpio${line}/pull`, 'pull-down')
  }
  release(line: number): void {
    writeFileSync(`${this.#pins}/sim_gpio${line}/pull`, 'pull-up')
  }

  /** Tears the chip out, also while it is in use. */
  unplug(): void {
    plugged.delete(this)
    writeFileSync(`${this.#folder}/live`, '0')
    rmdirSync(`${this.#folder}/bank0`)
    rmdirSync(this.#folder)
  }
}

/** @param label as `pinctrl-bcm2711` */
export function plug(label: string, lines = 54): SimChip {
  const chip = new SimChip(label, lines)
  plugged.add(chip)
  return chip
}

/** Leaves the machine without a chip. */
export function unplugAll(): void {
  for (const chip of plugged) chip.unplug()
}

const read = (file: string) => readFileSync(file, 'utf8').trim()
