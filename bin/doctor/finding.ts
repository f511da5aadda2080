/** One step of the first day's list. */
export type Finding =
  | { readonly state: 'done'; readonly what: string }
  /** @property command to paste; in words where nothing can be typed */
  | { readonly state: 'to-do'; readonly what: string; readonly command: string }
  /** @property because why it could not be looked at, and what to do about that */
  | { readonly state: 'cannot-tell'; readonly what: string; readonly because: string }

export const done = (what: string): Finding => ({ state: 'done', what })
export const toDo = (what: string, command: string): Finding => ({ state: 'to-do', what, command })
export const cannotTell = (what: string, because: string): Finding => ({ state: 'cannot-tell', what, because })
