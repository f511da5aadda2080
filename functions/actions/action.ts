import * as z from 'zod/mini'
import type { JsonObject } from '../domain/json.ts'
import { type ApiCalls, type ClientOf, clientOf, type OnEverything, type Session } from './api-call.ts'
import type { Grant } from './resource.ts'

/**
 * How much may go wrong. low: what runs is started again as it is. medium: something else runs afterwards, or more or
 * less of it; it can be undone. high: it cannot be undone, or takes something away.
 */
export const risks = ['low', 'medium', 'high'] as const
export type Risk = (typeof risks)[number]

/** One thing that a machine can do to AWS. */
export interface Declaration<Given, Input, Reads, Changes, Seen> {
  /** Names that go into an ARN must have no `*`: see `name` in input.ts. */
  readonly input: z.ZodMiniType<Input, Given>
  readonly risk: Risk
  /** What it works on: of two actions that lock the same, only one may be under way. */
  readonly locks: (input: Input) => string
  /** The calls that change nothing: `look` can make no others. */
  readonly reads: Reads
  readonly changes: Changes
  /** What is there now. It is kept as JSON, and handed to `act` and `undo` as it was seen. */
  readonly look: (client: ClientOf<Reads>, input: Input) => Promise<Seen>
  /** Exactly what will be done, for people; without what was seen when looking has failed. */
  readonly title: (input: Input, seen?: Seen) => string
  /**
   * Does it, and says in words what was done. May be run again after a fault with what was seen the first time: it must
   * then see that the work is done, and not do it twice. Throws `CannotAct` when trying again is of no use.
   */
  readonly act: (client: ClientOf<Reads & Changes>, input: Input, seen: Seen) => Promise<string>
  /** Brings back what was seen, under the same conditions as `act`. */
  readonly undo?: (client: ClientOf<Reads & Changes>, input: Input, seen: Seen) => Promise<string>
}

/** An action, for code that knows only its name. */
export interface Action<Given = unknown> {
  readonly input: z.ZodMiniType<unknown, Given>
  readonly risk: Risk
  readonly canUndo: boolean
  /** Of its calls' permissions, those for which IAM has no resource. */
  readonly onEverything: readonly OnEverything[]
  /** @param input as the config has it. Throws a ZodError when it is not what the action takes. */
  on(input: unknown): Prepared
}

/** What `look` saw. */
export type Plan = JsonObject

/** An action with its input. */
export interface Prepared {
  readonly locks: string
  /** All that it may call, by the operations' names, with the permissions that each takes. */
  readonly calls: readonly { readonly operation: string; readonly grants: readonly Grant[] }[]
  readonly title: (plan?: Plan) => string
  readonly look: (session: Session) => Promise<Plan>
  readonly act: (session: Session, plan: Plan) => Promise<string>
  readonly undo?: (session: Session, plan: Plan) => Promise<string>
}

/** In the declaration, write `look` before `title`, `act` and `undo`: their types follow from what it returns. */
export function defineAction<
  Given,
  Input,
  const Reads extends ApiCalls<Input>,
  const Changes extends ApiCalls<Input>,
  const Seen extends Plan,
>(declared: Declaration<Given, Input, Reads, Changes, Seen>): Action<Given> {
  const { input: schema, risk, reads, changes, undo } = declared
  return {
    input: schema,
    risk,
    canUndo: undo !== undefined,
    onEverything: Object.values<ApiCalls<Input>[string]>({ ...reads, ...changes }).flatMap((call) => call.onEverything),
    on: (given) => prepared(declared, z.parse(schema, given)),
  }
}

function prepared<Input, Reads extends ApiCalls<Input>, Changes extends ApiCalls<Input>, Seen extends Plan>(
  { reads, changes, ...declared }: Declaration<unknown, Input, Reads, Changes, Seen>,
  input: Input,
): Prepared {
  const all = { ...reads, ...changes }
  const { undo } = declared
  return {
    locks: declared.locks(input),
    calls: Object.values<ApiCalls<Input>[string]>(all).map(({ operation, grants }) => ({
      operation,
      grants: grants(input),
    })),
    title: (plan) => declared.title(input, plan && seenIn<Seen>(plan)),
    look: (session) => declared.look(clientOf(reads, session, input), input),
    act: (session, plan) => declared.act(clientOf(all, session, input), input, seenIn<Seen>(plan)),
    ...(undo && { undo: (session, plan) => undo(clientOf(all, session, input), input, seenIn<Seen>(plan)) }),
  }
}

/** A plan is what `look` returned, brought back from JSON, which leaves it as it was. */
function seenIn<Seen extends Plan>(plan: Plan): Seen
function seenIn(plan: Plan): Plan {
  return plan
}
