import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { overviewTable, sections } from './action-section.ts'
import { declaredActions } from './declared.ts'
import { withPart } from './markdown.ts'
import { permissionsTable, withoutResourceTable } from './permissions.ts'
import { guardsTable } from './guards.ts'
import { actionsPicture } from './picture.ts'

const root = join(import.meta.dirname, '../..')
const formatter = join(root, 'node_modules/oxfmt/bin/oxfmt')

/** Files that follow from the declarations of actions and guards, by their paths, as they should be. What people wrote in them stays. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  const all = await declaredActions()
  return {
    'docs/actions.md': page('docs/actions.md', { overview: overviewTable(all), 'each action': await sections(all) }),
    'docs/security.md': page('docs/security.md', {
      permissions: permissionsTable(all),
      'calls without a resource': withoutResourceTable(all),
    }),
    'docs/playbooks.md': page('docs/playbooks.md', { guards: guardsTable() }),
    'docs/images/actions.svg': actionsPicture(all),
  }
}

function page(path: string, parts: Readonly<Record<string, string>>): string {
  const text = Object.entries(parts).reduce(
    (so, [part, made]) => withPart(so, part, made),
    readFileSync(join(root, path), 'utf8'),
  )
  return execFileSync(process.execPath, [formatter, '--stdin-filepath', path], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
}
