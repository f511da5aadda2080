/** The first block in `text` whose label fits, in DER; undefined when there is none. */
export function derIn(text: string, label: RegExp): Buffer | undefined {
  const block = new RegExp(`-----BEGIN (${label.source})-----([A-Za-z0-9+/=\\s]+)-----END \\1-----`).exec(text)
  return block?.[2] === undefined ? undefined : Buffer.from(block[2], 'base64')
}

export function pemOf(der: Uint8Array, label: string): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
