import { z } from 'zod'
import type { Input } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import { drafted } from './drafted.ts'
import { db, type DynaliteOperation } from './dynalite.ts'
import { invalid, notFound } from './fault.ts'
import { canonical, keyOf, type Item } from './item.ts'
import { actAtOnce, check } from './request.ts'
import type { RequestTokens } from './request-tokens.ts'
import { Draft } from './rows.ts'
import type { Tables } from './tables.ts'

const most = 100

/** ConditionCheck asks like a delete, and then deletes nothing. */
const operations = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'DeleteItem' } as const
const kinds = ['Put', 'Update', 'Delete', 'ConditionCheck'] as const

const write = z.optional(z.custom<Input>((value) => typeof value === 'object' && value !== null))
const entry = z.strictObject({ Put: write, Update: write, Delete: write, ConditionCheck: write })
const writes = z.object({
  ClientRequestToken: z.optional(z.string().check(z.minLength(1), z.maxLength(36))),
  TransactItems: z.array(entry).check(z.minLength(1)),
})
const reads = z.object({ TransactItems: z.array(z.object({ Get: z.looseObject({}) })).check(z.minLength(1)) })
/** dynalite has looked at the attributes already. */
const checked = z.custom<Item>((value) => typeof value === 'object' && value !== null)
const target = z.object({ TableName: z.string(), Item: z.optional(checked), Key: z.optional(checked) })

interface Step {
  readonly kind: (typeof kinds)[number]
  readonly operation: DynaliteOperation
  readonly request: Input
  /** The same for two steps on one item. */
  readonly target: string
  /** Why it must be refused, before anything is written. */
  readonly objection: Reason
}
interface Reason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError'
  readonly Message?: string
  readonly Item?: Item
}
const none: Reason = { Code: 'None' }

/** TransactWriteItems: all of it, or a `TransactionCanceledException` with a reason for each item. */
export function transactWrite(tables: Tables, tokens: RequestTokens, input: Input): Input {
  const { TransactItems: items, ClientRequestToken: token } = parse(writes, input)
  if (token !== undefined && tokens.knows(token, items)) return {}

  const steps = items.map((one) => stepOf(tables, one))
  if (new Set(steps.map((step) => step.target)).size < steps.length) {
    throw invalid('Transaction request cannot include multiple operations on one item')
  }
  cancelUnlessNone(steps.map((step) => step.objection))

  const draft = new Draft()
  cancelUnlessNone(steps.map((step) => apply(step, tables, draft)))
  tables.commit(draft, {
    unitsEach: 2,
    alsoKeep: () => {
      if (token !== undefined) tokens.keep(token, items)
    },
  })
  return {}
}

/** TransactGetItems: all items as they are at one instant. */
export function transactRead(tables: Tables, input: Input): Input {
  const requests = parse(reads, input).TransactItems.map(({ Get }) => check('GetItem', Get))
  const store = drafted(tables.byName, new Draft())
  const measured = { ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' }
  const found = requests.map((request) => actAtOnce('GetItem', store, { ...request, ...measured }))
  for (const reply of found) tables.units.wasRead(reply, 2)
  return { Responses: found.map(({ Item }) => (Item === undefined ? {} : { Item })) }
}

function stepOf(tables: Tables, given: z.infer<typeof entry>): Step {
  const [kind, ...others] = kinds.filter((name) => given[name] !== undefined)
  const body = kind && given[kind]
  if (kind === undefined || body === undefined || others.length > 0) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete')
  }
  const { ReturnValuesOnConditionCheckFailure: onFailure, ...plain } = body
  const request = check(operations[kind], plain)
  if (kind === 'ConditionCheck' && request['ConditionExpression'] === undefined) {
    throw invalid('The expression can not be null: a ConditionCheck needs its ConditionExpression')
  }

  const { TableName: name, Item: whole, Key: key = {} } = target.parse(request)
  const table = tables.byName.get(name)
  if (table === undefined) throw notFound(name)
  const { description } = table
  const step = {
    kind,
    operation: operations[kind],
    request,
    target: canonical([name, keyOf(whole ?? key, description)]),
  }

  const misfit = whole ? db.validateItem(whole, description) : db.validateKey(key, description)
  if (misfit) return { ...step, objection: { Code: 'ValidationError', Message: misfit.message } }

  const existing = table.find(whole ?? key)
  const failed = db.checkConditional(request, existing)
  if (!failed) return { ...step, objection: none }
  const shown = onFailure === 'ALL_OLD' && existing !== undefined ? { Item: existing } : {}
  return { ...step, objection: { Code: 'ConditionalCheckFailed', Message: failed.message, ...shown } }
}

/** Some faults are found only while writing, such as adding to what is no number. */
function apply({ kind, operation, request }: Step, tables: Tables, draft: Draft): Reason {
  if (kind === 'ConditionCheck') return none
  try {
    actAtOnce(operation, drafted(tables.byName, draft), request)
    return none
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ValidationException')) throw error
    return { Code: 'ValidationError', Message: error.message }
  }
}

function cancelUnlessNone(reasons: readonly Reason[]): void {
  if (reasons.every(({ Code }) => Code === 'None')) return
  const codes = reasons.map(({ Code }) => Code).join(', ')
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  )
}

function parse<T extends { readonly TransactItems: readonly unknown[] }>(shape: z.ZodType<T>, input: Input): T {
  const parsed = shape.safeParse(input)
  if (!parsed.success) throw invalid(`1 validation error detected: ${z.prettifyError(parsed.error)}`)
  if (parsed.data.TransactItems.length <= most) return parsed.data
  throw invalid(
    "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: " +
      `Member must have length less than or equal to ${most}`,
  )
}
