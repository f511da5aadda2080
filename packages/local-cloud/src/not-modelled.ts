/** What a template asks for and the local cloud cannot give: it refuses to start rather than leave a silent gap. */
export class NotModelled extends Error {
  override readonly name = 'NotModelled'
}
