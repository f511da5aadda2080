import * as z from 'zod/mini'
import type { Duration } from '../domain/duration.ts'
import type { JsonObject } from '../domain/json.ts'
import type { Group } from '../domain/radius.ts'
import { type ApiCalls, type ClientOf, clientOf, type OnEverything, type Session } from './api-call.ts'
import type { Grant, Resource } from './resource.ts'

/**
 * The worst that it does when all goes well. reversible: `undo` brings back what was there, and nothing was interrupted.
 * disruptive: what runs is interrupted or replaced. lossy: something is lost for good, or nobody can say what it does.
 */
export const risks = ['reversible', 'disruptive', 'lossy'] as const
export type Risk = (typeof risks)[number]

/** One thing that a machine can do to AWS. */
export interface Declaration<Given, Input, Reads, Changes, Seen> {
  /**
   * Names that go into an ARN must have no `*`: see `name` in input.ts. Every field is described for people, by
   * `z.describe`; whatever sets a number has a least and a most.
   */
  readonly input: z.ZodMiniType<Input, Given>
  /** Fields of the input that only the config may give, and no signal. */
  readonly fixed?: readonly (keyof Input & string)[]
  /** What it does, for people who choose between actions: goes on from its name. */
  readonly does: string
  readonly risk: Risk
  /** What it works on: of two actions that lock the same, only one may be under way. */
  readonly locks: (input: Input) => string
  /** How long the alarm usually takes to clear once it has acted: what a countermeasure waits unless told. */
  readonly wait: Duration
  /** When `look` refuses, in words that go on from "it refuses": one entry for each reason. */
  readonly refuses: readonly string[]
  /**
   * AWS has nothing by which it would know a repetition, and `act` cannot see whether it has acted. Then its step is
   * never repeated unless AWS said that it did nothing; one that broke off ends in words.
   */
  readonly atMostOnce?: true
  /** It is undone only when a person asks: a playbook that does so by itself would open what was closed for good reason. */
  readonly undoOnlyIfAsked?: true
  /** The calls that change nothing: `look` can make no others. */
  readonly reads: Reads
  readonly changes: Changes
  /**
   * What is there now. It is kept as JSON, and handed to `act` and `undo` as it was seen. Throws `CannotAct` where acting
   * makes no sense.
   */
  readonly look: (client: ClientOf<Reads>, input: Input) => Promise<Seen>
  /**
   * Where it acts on some of several alike things: their group, and those that it acts on. Machines act on few of a
   * group at a time: see the guard blast-radius. What AWS itself replaces step by step, as a deployment does, is no part
   * of this.
   */
  readonly group?: (input: Input, seen: Seen) => Group | undefined
  /**
   * What it changes, whole: a team may have tagged it `andon:protected`. Unless told, all that `changes` are on; an
   * action must tell where that has a `*`, or no resource, and where AWS keeps the tags at another ARN.
   */
  readonly carriers?: (input: Input, seen: Seen) => readonly Resource[]
  /**
   * Where AWS's Resource Groups Tagging API knows no tags of what it changes: its name, in words, where `look` saw that it
   * is tagged `andon:protected`.
   */
  readonly seenProtected?: (input: Input, seen: Seen) => string | undefined
  /** Exactly what will be done, for people; without what was seen when looking has failed. */
  readonly title: (input: Input, seen?: Seen) => string
  /**
   * Does it, and says in words what was done. May be run again after a fault with what was seen the first time: it must
   * then see that the work is done, and not do it twice. Throws `CannotAct` when trying again is of no use,
   * and `NotYet` when it must be run again later to finish what it has begun.
   * @param mark the same in every try of this one act and in no other: for AWS's own ways to know a repetition. At most
   * 64 letters, digits and dashes
   */
  readonly act: (client: ClientOf<Reads & Changes>, input: Input, seen: Seen, mark: string) => Promise<string>
  /**
   * Brings back what was seen, under the same conditions as `act`. What somebody has changed since then is left as it is:
   * throws `CannotAct`.
   */
  readonly undo?: (client: ClientOf<Reads & Changes>, input: Input, seen: Seen, mark: string) => Promise<string>
}

/** An action, for code that knows only its name. */
export interface Action<Given = unknown> {
  readonly input: z.ZodMiniType<unknown, Given>
  readonly fixed: readonly string[]
  readonly does: string
  readonly risk: Risk
  readonly wait: Duration
  readonly refuses: readonly string[]
  readonly atMostOnce: boolean
  readonly canUndo: boolean
  readonly undoOnlyIfAsked: boolean
  /** Its calls by the operations' names: those that change nothing, and the others. */
  readonly calls: { readonly reads: readonly string[]; readonly changes: readonly string[] }
  /** Of its calls' permissions, those for which IAM has no resource. */
  readonly onEverything: readonly OnEverything[]
  /** What is wrong with an input: nothing when it is what the action takes. */
  problemsOf(input: unknown): readonly z.core.$ZodIssue[]
  /** @param input whole. Throws a ZodError when it is not what the action takes. */
  on(input: unknown): Prepared
  /** Its calls as if these fields of the input held these texts: patterns, of which it takes none. */
  callsOn(input: unknown, texts: Readonly<Record<string, string>>): Prepared['calls']
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
  readonly reach: (plan: Plan) => ReachOfAction
  readonly act: (session: Session, plan: Plan, mark: string) => Promise<string>
  readonly undo?: (session: Session, plan: Plan, mark: string) => Promise<string>
}

/** What acting by a plan changes. */
export interface ReachOfAction {
  /** Missing: the action does not say what it changes. */
  readonly carriers?: readonly Resource[]
  readonly seenProtected?: string
  readonly group?: Group
}

/** In the declaration, write `look` before `title`, `act` and `undo`: their types follow from what it returns. */
export function defineAction<
  Given,
  Input,
  const Reads extends ApiCalls<Input>,
  const Changes extends ApiCalls<Input>,
  const Seen extends Plan,
>(declared: Declaration<Given, Input, Reads, Changes, Seen>): Action<Given> {
  const { input: schema, fixed = [], does, risk, wait, refuses, atMostOnce = false, undoOnlyIfAsked = false } = declared
  const { reads, changes, undo } = declared
  return {
    input: schema,
    fixed,
    does,
    risk,
    wait,
    refuses,
    atMostOnce,
    canUndo: undo !== undefined,
    undoOnlyIfAsked,
    calls: { reads: operationsOf(reads), changes: operationsOf(changes) },
    onEverything: Object.values<ApiCalls<Input>[string]>({ ...reads, ...changes }).flatMap((call) => call.onEverything),
    problemsOf: (given) => z.safeParse(schema, given).error?.issues ?? [],
    on: (given) => prepared(declared, z.parse(schema, given)),
    callsOn: (given, texts) => withGrants({ ...reads, ...changes }, overlaid(z.parse(schema, given), texts)),
  }
}

/** The input's own texts replaced by others. */
function overlaid<Input>(input: Input, texts: Readonly<Record<string, string>>): Input
function overlaid(input: object, texts: Readonly<Record<string, string>>): object {
  return { ...input, ...texts }
}

const withGrants = <Input>(calls: ApiCalls<Input>, input: Input): Prepared['calls'] =>
  Object.values<ApiCalls<Input>[string]>(calls).map(({ operation, grants }) => ({ operation, grants: grants(input) }))

const operationsOf = (calls: ApiCalls<never>) =>
  Object.values<ApiCalls<never>[string]>(calls).map(({ operation }) => operation)

function prepared<Input, Reads extends ApiCalls<Input>, Changes extends ApiCalls<Input>, Seen extends Plan>(
  { reads, changes, ...declared }: Declaration<unknown, Input, Reads, Changes, Seen>,
  input: Input,
): Prepared {
  const all = { ...reads, ...changes }
  const { undo } = declared
  return {
    locks: declared.locks(input),
    calls: withGrants(all, input),
    title: (plan) => declared.title(input, plan && seenIn<Seen>(plan)),
    look: (session) => declared.look(clientOf(reads, session, input), input),
    reach: (plan) => reachOf({ changes, ...declared }, input, seenIn<Seen>(plan)),
    act: (session, plan, mark) => declared.act(clientOf(all, session, input), input, seenIn<Seen>(plan), mark),
    ...(undo && {
      undo: (session, plan, mark) => undo(clientOf(all, session, input), input, seenIn<Seen>(plan), mark),
    }),
  }
}

function reachOf<Input, Changes extends ApiCalls<Input>, Seen extends Plan>(
  declared: Pick<
    Declaration<unknown, Input, unknown, Changes, Seen>,
    'changes' | 'carriers' | 'seenProtected' | 'group'
  >,
  input: Input,
  seen: Seen,
): ReachOfAction {
  const carriers = declared.carriers ? declared.carriers(input, seen) : wholeIn(withGrants(declared.changes, input))
  const [seenProtected, group] = [declared.seenProtected?.(input, seen), declared.group?.(input, seen)]
  return {
    ...(carriers && { carriers }),
    ...(seenProtected !== undefined && { seenProtected }),
    ...(group && { group }),
  }
}

/** All that calls are on; undefined where that is not known in whole. */
function wholeIn(calls: Prepared['calls']): readonly Resource[] | undefined {
  const grants = calls.flatMap((call) => call.grants)
  const all = grants.flatMap(({ on }) => ('noResource' in on ? [] : on))
  const isWhole =
    grants.every(({ on }) => !('noResource' in on)) && all.every(({ resource }) => !resource.includes('*'))
  return isWhole ? all : undefined
}

/** A plan is what `look` returned, brought back from JSON, which leaves it as it was. */
function seenIn<Seen extends Plan>(plan: Plan): Seen
function seenIn(plan: Plan): Plan {
  return plan
}
