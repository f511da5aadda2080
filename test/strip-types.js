// Node's own type stripping: no compiler, and lines and columns stay those of the source.
import { stripTypeScriptTypes } from 'node:module'

export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) }
