import { z } from 'zod'
import { type Context, evaluate, type PolicyDocument, type Verdict } from './iam.ts'
import { fitsPattern } from './glob.ts'
import { assumableRoles, documentsOfRole } from './roles.ts'
import type { Permission } from '../../api.ts'
import { account } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Caller } from '../../caller.ts'
import { NotModelled } from '../../not-modelled.ts'
import type { Template } from '../../template/template.ts'

/** A call that a role made, or tried to. */
export interface Use extends Permission {
  /** The role's name. */
  readonly role: string
}

interface Actor {
  readonly role: string
  readonly documents: readonly PolicyDocument[]
}

/** Holds every function to its role or the one it assumed, and keeps a ledger of what was used and what was denied. */
export class RoleCheck {
  #functions: ReadonlyMap<string, Actor>
  #assumed: ReadonlyMap<string, Actor>
  #used = new Map<string, Use>()
  #denied = new Map<string, Use>()

  /** Reads all their roles at once, so that what is not modelled in a policy is refused at the start. */
  constructor(template: Template) {
    const actor = (arn: string): Actor => ({ role: nameOf(arn), documents: documentsOfRole(template, arn) })
    this.#functions = new Map(
      template.ofType('AWS::Lambda::Function').map((resource) => {
        const { Role } = z.object({ Role: z.string() }).parse(resource.properties)
        return [resource.ref, actor(Role)]
      }),
    )
    this.#assumed = new Map(assumableRoles(template).map((arn) => [nameOf(arn), actor(arn)]))
  }

  /** Throws `AwsError` AccessDeniedException for the first permission that the caller lacks. The owner lacks none. */
  check(caller: Caller, permissions: readonly Permission[]): void {
    if (caller.kind === 'owner') return
    this.#hold(caller, this.#actorOf(caller), permissions)
  }

  #hold(caller: Exclude<Caller, { kind: 'owner' }>, actor: Actor, permissions: readonly Permission[]): void {
    const session = caller.kind === 'role' ? caller.session : caller.name

    for (const { action, resource, context } of permissions) {
      const use = { role: actor.role, action, resource }
      // What was allowed where no more was known of the call is not allowed where more is.
      const name = JSON.stringify({ ...use, context, isWhole: actor === this.#actorOf(caller) })
      // Roles do not change while the cloud runs: what was allowed once still is.
      if (this.#used.has(name)) continue
      const verdict = evaluate(actor.documents, action, resource, { ...known, ...context })
      const ledger = verdict === 'allowed' ? this.#used : this.#denied
      ledger.set(name, use)
      if (verdict !== 'allowed') throw denial(use, session, verdict)
    }
  }

  /**
   * As `check`, for a call of which it is not known on what it needs the permission: the role must allow the action on
   * one of the ARNs that the call names, or on anything at all where it names none of the kind that the role allows it on:
   * a call names other things too. Of the conditions under which it allows that, those are taken to hold that only what
   * is called could tell: its tags, say.
   */
  checkSomewhere(caller: Caller, action: string, named: readonly string[]): void {
    if (caller.kind === 'owner') return
    const { role, documents: written } = this.#actorOf(caller)
    const documents = written.map(withoutUnknownConditions)
    const granted = resourcesFor(documents, action)
    const meant = named.filter((arn) => granted.some((resource) => areOfOneKind(arn, resource)))
    const resources = meant.length > 0 ? meant : granted
    const allowed = resources.find((resource) => evaluate(documents, action, resource, known) === 'allowed')
    this.#hold(caller, { role, documents }, [{ action, resource: allowed ?? meant[0] ?? named[0] ?? '*' }])
  }

  #actorOf(caller: Exclude<Caller, { kind: 'owner' }>): Actor {
    const actor = (caller.kind === 'role' ? this.#assumed : this.#functions).get(caller.name)
    if (actor === undefined) throw new Error(`The template has no ${caller.kind} ${caller.name}`)
    return actor
  }

  /** As AWS tells others who has called. The owner is a user of the account, who may do all. */
  arnOf(caller: Caller): string {
    if (caller.kind === 'owner') return `arn:aws:iam::${account}:user/owner`
    const session = caller.kind === 'role' ? caller.session : caller.name
    return sessionArn(this.#actorOf(caller).role, session)
  }

  /** Each distinct call that was allowed, in the order of their first time. */
  used(): Use[] {
    return distinct(this.#used)
  }

  /** Each distinct call that was denied, in the order of their first time. */
  denied(): Use[] {
    return distinct(this.#denied)
  }

  /**
   * What the roles grant and nobody has used: one entry for each pair of an action and a resource, as the
   * policies write them. Logs and traces are left out: a function on a laptop sends none to AWS.
   */
  unusedGrants(): Use[] {
    const roles = new Map([...this.#functions.values(), ...this.#assumed.values()].map((actor) => [actor.role, actor]))
    return [...roles.values()]
      .flatMap(grantsOf)
      .filter(({ action }) => !/^(logs|xray):/.test(action))
      .filter((grant) => !this.used().some((use) => covers(grant, use)))
  }
}

/** One use may be known under several circumstances. */
const distinct = (ledger: ReadonlyMap<string, Use>): Use[] => [
  ...new Map([...ledger.values()].map((use) => [JSON.stringify(use), use])).values(),
]

/** What is known of every call. */
const known: Context = { 'aws:SecureTransport': 'true' }

/** Where something is denied, they stay: what cannot be told must not open anything. */
const withoutUnknownConditions = ({ Statement, ...rest }: PolicyDocument): PolicyDocument => ({
  ...rest,
  Statement: Statement.map((statement) =>
    statement.Effect === 'Deny' || statement.Condition === undefined
      ? statement
      : { ...statement, Condition: knownOnly(statement.Condition) },
  ),
})

const knownOnly = (conditions: NonNullable<PolicyDocument['Statement'][number]['Condition']>) =>
  Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).filter(([key]) => key in known)),
    ]),
  )

/** What the statements that allow an action name, as they write it. */
const resourcesFor = (documents: readonly PolicyDocument[], action: string): string[] =>
  documents
    .flatMap(({ Statement }) => Statement)
    .filter(
      ({ Effect, Action = ['*'] }) => Effect === 'Allow' && Action.some((one) => fitsPattern(one, action, {}, true)),
    )
    .flatMap(({ Resource = ['*'] }) => Resource)

/** `service/` of `arn:aws:ecs:eu-central-1:123456789012:service/shop/checkout`; queues, topics and buckets have none. */
const kindOf = (arn: string) =>
  `${arn.split(':')[2]} ${/^[^:/]+[:/]/.exec(arn.split(':').slice(5).join(':'))?.[0] ?? ''}`
const areOfOneKind = (arn: string, granted: string) => granted === '*' || kindOf(arn) === kindOf(granted)

const sessionArn = (role: string, session: string) => `arn:aws:sts::${account}:assumed-role/${role}/${session}`
const nameOf = (roleArn: string) => roleArn.replace(/^.*\//, '')

function grantsOf({ role, documents }: Actor): Use[] {
  return documents
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource = ['*'] }) => {
      if (Action === undefined) throw new NotModelled(`${role} allows by NotAction: what it grants cannot be listed`)
      return Action.flatMap((action) => Resource.map((resource) => ({ role, action, resource })))
    })
}

const covers = (grant: Use, use: Use) =>
  grant.role === use.role &&
  fitsPattern(grant.action, use.action, {}, true) &&
  fitsPattern(grant.resource, use.resource)

function denial({ role, action, resource }: Use, session: string, verdict: Exclude<Verdict, 'allowed'>): AwsError {
  const because =
    verdict === 'explicitDeny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`
  return new AwsError(
    'AccessDeniedException',
    `User: ${sessionArn(role, session)} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
  )
}
