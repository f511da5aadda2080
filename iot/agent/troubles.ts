/** What is wrong with the parts of one lamp: its drivers, its cord. */
export interface Troubles {
  /** Adds a part. It counts as in trouble until it has worked once. */
  part(name: string): PartTroubles
  /** In words for people, all of them; `undefined` when all parts are well. */
  words(): string | undefined
}

export interface PartTroubles {
  readonly onTrouble: (words: string) => void
  readonly onWell: () => void
}

/** @param changed called when `words` have changed */
export function keepTroubles(changed: () => void): Troubles {
  const parts: { trouble: string | undefined }[] = []

  return {
    part(name) {
      // We do not say that a lamp works before it has opened.
      const part: (typeof parts)[number] = { trouble: `${name}: not open yet` }
      parts.push(part)
      const set = (trouble: string | undefined) => {
        if (part.trouble === trouble) return
        part.trouble = trouble
        changed()
      }
      return { onTrouble: set, onWell: () => set(undefined) }
    },
    words() {
      const all = parts.flatMap(({ trouble }) => trouble ?? [])
      return all.length === 0 ? undefined : all.join('; ')
    },
  }
}
