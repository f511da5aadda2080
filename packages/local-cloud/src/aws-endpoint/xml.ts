/** @param inside already XML */
export const tag = (name: string, inside: string | readonly string[], namespace?: string) =>
  `<${name}${namespace === undefined ? '' : ` xmlns="${namespace}"`}>${[inside].flat().join('')}</${name}>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
export const escaped = (text: unknown) => String(text).replaceAll(/[&<>]/g, (sign) => entities[sign] ?? sign)
