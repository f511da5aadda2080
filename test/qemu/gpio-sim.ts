import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'

const config = '/sys/kernel/config/gpio-sim'
let plugged = 0

/** A GPIO chip made of nothing by the kernel's gpio-sim, with its pins in our hands. */
export class SimChip {
  readonly name: string
  readonly #folder: string
  readonly #pins: string

  /** @param label as `pinctrl-bcm2711` */
  constructor(label: string, lines = 54) {
    this.#folder = `${config}/chip${plugged++}`
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

  /** Tears the chip out, whoever uses it. */
  unplug(): void {
    writeFileSync(`${this.#folder}/live`, '0')
    rmdirSync(`${this.#folder}/bank0`)
    rmdirSync(this.#folder)
  }
}

const read = (file: string) => readFileSync(file, 'utf8').trim()
