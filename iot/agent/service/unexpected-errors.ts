/**
 * Has an error that nobody expected end the process in words. Node by itself prints the line of code that threw before
 * it, and a bundle is one line: thirty kilobytes before the first word that helps.
 */
export function endInWords(): void {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? String(error)}\nNode ${process.version} on ${process.platform}\n`)
    process.exit(1)
  })
}
