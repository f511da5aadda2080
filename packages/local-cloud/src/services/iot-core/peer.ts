/** A client of the broker, as far as it can be told who it is. */
export interface Peer {
  readonly clientId: string
  /** Of the certificate that it proved to own: its id in the registry. None on the plain door. */
  readonly certificateId?: string | undefined
}

/** Whether the peer may do `action` (`iot:Publish`, …) on `resource` (`topic/…`, `topicfilter/…`, `client/…`). */
export type MayPeer = (peer: Peer, action: string, resource: string) => boolean
