// Part of `npm run check`: finds objects that are asked by a name of any kind, `record[name]`. A name from outside may be
// `constructor`, and then the answer is what every object inherits. No lint rule knows types well enough to tell this
// from an index into an array or a name out of a closed list; the compiler does. (Its interface for programs is not
// stable yet: if a new version breaks this file, nothing else is broken.)
import { join, relative } from 'node:path'
import { isBinaryExpression, isDeleteExpression, isElementAccessExpression } from 'typescript/unstable/ast/is'
import { type ElementAccessExpression, type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast'
import { API, type Checker, TypeFlags } from 'typescript/unstable/sync'

const root = join(import.meta.dirname, '..')
const shipped = /^(functions|examples|own-actions|lib|bin|laptop|iot|scripts|packages\/[^/]+\/src)\//

function lookUpsIn(file: SourceFile, checker: Checker): ElementAccessExpression[] {
  const all: ElementAccessExpression[] = []
  const visit = (node: Node, guards: string) => {
    // `Object.hasOwn(record, name) ? record[name] : …`, or after a guard in the same function.
    const known = guards + (isFunction(node) ? node.getText(file) : '')
    if (isElementAccessExpression(node) && isRead(node) && !isGuarded(node, known, file)) all.push(node)
    node.forEachChild((child) => visit(child, known))
  }
  visit(file, '')
  const names = checker.getTypeAtLocation(all.map(({ argumentExpression }) => argumentExpression))
  return all.filter((_, nth) => ((names[nth]?.flags ?? 0) & anyName) !== 0)
}

const anyName = TypeFlags.String | TypeFlags.TemplateLiteral | TypeFlags.Any

const isFunction = ({ kind }: Node) =>
  kind === SyntaxKind.ArrowFunction || kind === SyntaxKind.FunctionDeclaration || kind === SyntaxKind.MethodDeclaration

const isGuarded = ({ expression, argumentExpression }: ElementAccessExpression, guards: string, file: SourceFile) =>
  guards.includes(`Object.hasOwn(${expression.getText(file)}, ${argumentExpression.getText(file)})`)

function isRead(node: ElementAccessExpression): boolean {
  const { parent } = node
  const isWritten =
    isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === SyntaxKind.EqualsToken
  return !isWritten && !isDeleteExpression(parent)
}

function inWords(file: SourceFile, node: ElementAccessExpression): string {
  const line = file.text.slice(0, node.getStart(file)).split('\n').length
  return `${relative(root, file.fileName)}:${line}: ${node.getText(file)}`
}

const api = new API({ cwd: root })
const found = api
  .updateSnapshot({ openProject: join(root, 'tsconfig.json') })
  .getProjects()
  .flatMap(({ program, checker }) =>
    program.getSourceFileNames().flatMap((name) => {
      const file = shipped.test(relative(root, name)) ? program.getSourceFile(name) : undefined
      return file === undefined ? [] : lookUpsIn(file, checker).map((node) => inWords(file, node))
    }),
  )
api.close()

if (found.length > 0) {
  console.log(`${found.join('\n')}\nAsk with own(record, name) (functions/domain/own.ts), or keep it in a Map.`)
  process.exitCode = 1
}
