/**
 * An address that a request can go to: `https:`, and neither a port nor a user nor a password, for whoever asks goes by
 * host, path and query alone.
 */
export function httpsAddress(text: string): URL | undefined {
  const url = URL.parse(text.trim())
  const isPlain = url?.protocol === 'https:' && url.username === '' && url.password === '' && url.port === ''
  return isPlain ? url : undefined
}
