/** Brings bytes to an APA102 strip. */
export interface Wire {
  /** Returns when they are there. Does nothing once the wire is lost. */
  send(bytes: Buffer): void
  close(): void
}
