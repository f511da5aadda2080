/** The template asks for something that the local cloud cannot do: it refuses to start, and leaves nothing out silently. */
export class NotModelled extends Error {
  override readonly name = 'NotModelled'
}
