import { guards } from '../../functions/domain/guards/guards.ts'
import { markdownTable } from '../markdown-page.ts'
import { cell, code } from './markdown.ts'

/** Every guard that stands, in the order in which people read their reasons. */
export function guardsTable(): string {
  const rows = guards.map(({ name, objectsWhen, unlessTold = '' }) => [code(name), cell(objectsWhen), cell(unlessTold)])
  return markdownTable(['guard', 'holds or calls people when', 'unless told'], rows)
}
