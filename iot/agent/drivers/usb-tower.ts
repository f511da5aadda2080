import { type AgentClock, machineClock } from '../clock/clock.ts'
import { LampTrouble, type OpenDriver } from './driver.ts'
import { dark, type Frame } from '../show/pattern.ts'
import { findPort, openPort } from './serial-port.ts'
import { isOn, wiredFrame } from './wired.ts'

export interface UsbTowerOptions {
  /** The device file; by default the only USB serial port. */
  readonly port?: string | undefined
}

/** One byte for each command, as Adafruit's product 5125 takes them. */
const commands = {
  red: { on: 0x11, off: 0x21 },
  yellow: { on: 0x12, off: 0x22 },
  green: { on: 0x14, off: 0x24 },
  buzzer: { on: 0x18, off: 0x28 },
} as const
/** How often to repeat the last command: so we notice when the tower is gone. Milliseconds. */
const repeatAfter = 2000

/** Adafruit's USB tower light with buzzer, and others with the same commands. */
export function usbTowerDriver({ port }: UsbTowerOptions, clock: AgentClock = machineClock): OpenDriver {
  return async (lost) => {
    const tower = await openPort(port ?? findPort())
    let bytes = bytesFor(dark)
    let isOpen = true
    let cancel = () => {}

    const tell = () => {
      cancel()
      try {
        tower.write(bytes)
        cancel = clock.after(repeatAfter, tell)
      } catch (error) {
        if (!(error instanceof LampTrouble)) throw error
        release()
        queueMicrotask(() => lost(error))
      }
    }
    const release = () => {
      if (isOpen) tower.close()
      isOpen = false
      cancel()
    }
    const show = (frame: Frame) => {
      const wanted = bytesFor(frame)
      if (!isOpen || wanted.equals(bytes)) return
      bytes = wanted
      tell()
    }

    tell()
    return {
      show,
      close() {
        show(dark)
        release()
      },
    }
  }
}

function bytesFor(frame: Frame): Buffer {
  const { red, yellow, green, buzzer } = wiredFrame(frame, ['red', 'yellow', 'green'])
  const command = (of: keyof typeof commands, isWanted: boolean) => commands[of][isWanted ? 'on' : 'off']
  return Buffer.of(
    command('red', isOn(red)),
    command('yellow', isOn(yellow)),
    command('green', isOn(green)),
    command('buzzer', buzzer),
  )
}
