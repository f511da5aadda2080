import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export interface Logs {
  readonly folder: string
  /** A line of a function, or of a part of the cloud, goes into a file of its name. */
  readonly write: (who: string, line: string) => void
  close(): void
}

/** One file for each function, empty at each start. Errors and warnings also go to the terminal. */
export function openLogs(data: string): Logs {
  const folder = join(data, 'logs')
  mkdirSync(folder, { recursive: true })
  const files = new Map<string, WriteStream>()
  const fileOf = (who: string) => {
    const known = files.get(who) ?? createWriteStream(join(folder, `${who.replaceAll(/[^\w-]/g, '-')}.log`))
    files.set(who, known)
    return known
  }
  return {
    folder,
    write(who, line) {
      fileOf(who).write(`${line}\n`)
      const trouble = troubleIn(line)
      if (trouble !== undefined) console.error(`${who}: ${trouble}`)
    },
    close: () => files.forEach((file) => file.end()),
  }
}

const trouble = z.object({
  level: z.enum(['ERROR', 'WARN']),
  message: z.string(),
  reason: z.string().optional(),
  because: z.string().optional(),
  error: z.object({ message: z.string() }).optional(),
})

/** What people at the terminal should see of a line: errors and warnings, in a few words. */
function troubleIn(line: string): string | undefined {
  if (!line.startsWith('{')) return line
  const entry = trouble.safeParse(parsed(line))
  if (!entry.success) return undefined
  const { message, reason, because, error } = entry.data
  return [message, reason, because, error?.message].filter((part) => part !== undefined).join(': ')
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
