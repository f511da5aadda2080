/** Sends bytes to an APA102 strip. */
export interface Wire {
  /** Returns when they are sent. Does nothing once the wire is lost. */
  send(bytes: Buffer): void
  close(): void
}
