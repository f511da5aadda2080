/**
 * The door for a team's own actions: all that `andon.actions.ts` and the files that it names need to import of Andon. What
 * is behind it may move with any version; what is here, the changelog tells of. `docs/own-actions.md` has an example.
 *
 * - `defineAction` makes an action of its declaration; each part says what it has to keep to.
 * - `callsOf` declares the calls of one AWS service, each with the resources that its permission is on: `arn`, `fromArn`.
 * - `inputOf`, `name`, `wholeNumber` and `jsonObject` are parts of an input. Whatever else it takes is zod's:
 *   `import * as z from 'zod/mini'`.
 * - `CannotAct` ends the countermeasure with its message: it makes no sense, and will not in a minute either.
 * - `NotYet` has `act` or `undo` run again later, with what was seen the first time.
 * - Any other error that is thrown is a fault: it is tried again, unless the action declares `atMostOnce`.
 * - A call that AWS denies or refuses throws `CannotAct` by itself. `isCalled` tells which error of AWS is behind one.
 * - `inTitle` and `noteOf` write what people read: a value in a title, a comment where AWS keeps one.
 */
export { type Declaration, defineAction, type Risk } from './action.ts'
export { callsOf, type ClientOf } from './api-call.ts'
export { CannotAct, isCalled, NotYet } from './failure.ts'
export { inputOf, inTitle, jsonObject, name, wholeNumber } from './input.ts'
export { noteOf } from './note.ts'
export type { OwnActions } from './own-actions.ts'
export { arn, fromArn, type Resource } from './resource.ts'
