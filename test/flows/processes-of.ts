import { readdirSync, readFileSync } from 'node:fs'

/** Our own children that run this function. Only Linux shows them, in /proc. */
export function processesOf(functionName: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
        return (
          Number(parent) === process.pid &&
          readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}\0`)
        )
      } catch {
        // It ended while we looked.
        return false
      }
    })
}
