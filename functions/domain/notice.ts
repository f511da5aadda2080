import type { Incident } from './incident.ts'

/** What one chat channel has been told of one incident. */
export type Notice =
  /** A first message is on its way, or was lost on the way: nobody can tell until somebody looks. */
  { readonly kind: 'posting' } | { readonly kind: 'posted'; readonly ref: string; readonly version: number }

export type Telling =
  | { readonly kind: 'post' }
  /** An earlier attempt may have got through: look before posting again. */
  | { readonly kind: 'look' }
  | { readonly kind: 'update'; readonly ref: string }
  | { readonly kind: 'nothing'; readonly because: 'already-told' }

/** What a channel is still to be told, given what it was told. Notices that come late or twice find nothing to do. */
export function whatToTell({ version }: Incident, told: Notice | undefined): Telling {
  if (told === undefined) return { kind: 'post' }
  if (told.kind === 'posting') return { kind: 'look' }
  if (told.version >= version) return { kind: 'nothing', because: 'already-told' }
  return { kind: 'update', ref: told.ref }
}
