import type { ReadStream } from 'node:tty'

export type Key = 'next' | 'previous' | 'end'

const meanings = new Map<string, Key>([
  [' ', 'next'],
  ['\r', 'next'],
  ['n', 'next'],
  ['\x1b[C', 'next'],
  ['p', 'previous'],
  ['\x1b[D', 'previous'],
  ['q', 'end'],
  ['\x1b', 'end'],
  ['\x03', 'end'],
  ['\x04', 'end'],
])
export const keysInWords = 'space: next, p: previous, q: end'

/** Listens to single keys, if there is a keyboard. @returns stops that, and restores the terminal */
export function listenToKeys(input: ReadStream, onKey: (key: Key) => void): () => void {
  if (!input.isTTY) return () => {}
  const onData = (typed: string) => {
    const key = meanings.get(typed)
    if (key !== undefined) onKey(key)
  }
  input.setRawMode(true).setEncoding('utf8').on('data', onData).resume()
  return () => void input.off('data', onData).setRawMode(false).pause()
}
