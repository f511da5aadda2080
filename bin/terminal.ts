import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'

/** Where a command talks with the person who typed it. */
export interface Terminal {
  /** What was asked for: standard output. */
  readonly say: (line: string) => void
  /** A remark beside it: standard error. */
  readonly remark: (line: string) => void
  /** Green or red where there is colour; the words must say it too. */
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  /** undefined where nobody can be asked. */
  readonly ask: ((question: string) => Promise<string>) | undefined
}

export function realTerminal({ stdin, stdout, stderr }: NodeJS.Process): Terminal {
  const paint = (colour: 'green' | 'red') => (text: string) => styleText(colour, text, { stream: stdout })
  return {
    say: (line) => void stdout.write(`${line}\n`),
    remark: (line) => void stderr.write(`${line}\n`),
    good: paint('green'),
    bad: paint('red'),
    ask: stdin.isTTY && stderr.isTTY ? ask : undefined,
  }
  async function ask(question: string): Promise<string> {
    const lines = createInterface({ input: stdin, output: stderr })
    try {
      return await lines.question(question)
    } catch (error) {
      // Ctrl-C and Ctrl-D are answers too.
      if (error instanceof Error && error.name === 'AbortError') return ''
      throw error
    } finally {
      lines.close()
    }
  }
}
