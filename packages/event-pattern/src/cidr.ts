import { BadPattern } from './bad-pattern.ts'

interface Address {
  /** 32 or 128. */
  readonly bits: number
  readonly value: bigint
}

/** Whether a text is an IP address within a block such as `10.0.0.0/8` or `2001:db8::/32`. */
export function cidrTest(block: string, path: string): (text: string) => boolean {
  const [, ip, size] = /^([^/]*)\/(\d{1,3})$/.exec(block) ?? []
  const base = ip === undefined ? undefined : address(ip)
  // A block of one address is refused by EventBridge too: an exact value says the same.
  if (base === undefined || Number(size) >= base.bits) {
    throw new BadPattern(path, `"${block}" is not a block of addresses; one looks like "10.0.0.0/8" or "2001:db8::/32"`)
  }
  const outside = BigInt(base.bits - Number(size))
  return (text) => {
    const found = address(text)
    return found !== undefined && found.bits === base.bits && found.value >> outside === base.value >> outside
  }
}

function address(text: string): Address | undefined {
  return text.includes(':') ? v6(text) : v4(text)
}

function v4(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined
  return { bits: 32, value: joined(parts.map(Number), 8n) }
}

function v6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined

  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return {
    bits: 128,
    value: joined(
      groups.map((group) => Number.parseInt(group, 16)),
      16n,
    ),
  }
}

const joined = (parts: readonly number[], width: bigint) =>
  parts.reduce((value, part) => (value << width) | BigInt(part), 0n)
