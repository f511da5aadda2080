import { readFileSync, writeFileSync } from 'node:fs'

const folder = '/sys/kernel/tracing'

/** Begins to listen to what the kernel drives pins to, every one and every time: nothing is too short for it. */
export function traceDriving() {
  writeFileSync(`${folder}/trace`, '')
  writeFileSync(`${folder}/events/gpio/gpio_value/enable`, '1')
  return {
    /** The voltages since last asked, in order and as a string: 1 is high. */
    driven(): string {
      const lines = readFileSync(`${folder}/trace`, 'utf8').split('\n')
      writeFileSync(`${folder}/trace`, '')
      return lines.map((line) => /gpio_value: \d+ set (\d)$/.exec(line)?.[1] ?? '').join('')
    },
    end: () => writeFileSync(`${folder}/events/gpio/gpio_value/enable`, '0'),
  }
}
