import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const emulator = 'qemu-system-x86_64'

/** Milliseconds: some 20 s are usual, a minute on a machine with much else to do. */
const longest = 300_000

// Software only: where this runs there may be no KVM, and where there is, it may be somebody else's machine. Time in
// there follows the instructions and not this machine's clock, so that a busy machine cannot stretch two milliseconds;
// where it would sleep, it goes on at once.
const options = `-accel tcg -icount shift=1,sleep=off -smp 1 -m 768 -nodefaults -no-user-config -display none
  -serial stdio -no-reboot -append`.split(/\s+/)

/**
 * Boots a machine, and resolves when it has powered off, panicked or taken too long.
 * @param onLine takes each line that the machine writes on its serial port
 */
export async function runMachine(kernel: string, initramfs: Buffer, onLine: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'andon-qemu-'))
  const initrd = join(folder, 'initrd')
  writeFileSync(initrd, initramfs)
  const machine = spawn(emulator, ['-kernel', kernel, '-initrd', initrd, ...options, 'console=ttyS0 quiet panic=-1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: longest,
    killSignal: 'SIGKILL',
  })
  try {
    for await (const line of createInterface({ input: machine.stdout })) onLine(line)
  } finally {
    machine.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}
