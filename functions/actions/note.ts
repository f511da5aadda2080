/**
 * What an action leaves where AWS keeps a text (a reason, a comment), to know its own work again; the same in `act` and in
 * its `undo`. Letters, digits, dashes and one space: CodePipeline takes little more.
 */
export const noteOf = (mark: string): string => `Andon ${mark.replace(/-undo$/, '')}`
