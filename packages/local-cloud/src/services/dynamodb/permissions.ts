import { z } from 'zod'
import type { Input, Permission } from '../../api.ts'
import { arnOf } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { own } from '../../own.ts'

const ofTable = z.object({ TableName: z.string(), IndexName: z.optional(z.string()) })
const ofTables = z.object({ RequestItems: z.record(z.string(), z.unknown()) })
const ofTransaction = z.object({ TransactItems: z.array(z.record(z.string(), z.unknown())) })

/** A transaction needs what each of its parts needs; there is no action of its own. */
const partActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
}

/**
 * What DynamoDB asks of IAM for a call. A read of an index asks for the index alone. A request too malformed to name a
 * table asks for the action on every table, so that nobody learns more from it than from a proper one.
 */
export function permissionsFor(operation: string, input: Input): readonly Permission[] {
  switch (operation) {
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
    case 'Query':
    case 'Scan':
    case 'DescribeTable':
    case 'DescribeTimeToLive':
      return [permission(operation, resourceOf(input))]
    case 'BatchGetItem':
    case 'BatchWriteItem': {
      const { data } = ofTables.safeParse(input)
      return (data ? Object.keys(data.RequestItems).map(tableArn) : ['*']).map((arn) => permission(operation, arn))
    }
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return ofParts(input)
    case 'ListTables':
      return [permission(operation, '*')]
    default:
      throw new AwsError('UnknownOperationException', `dynamodb:${operation} is not modelled locally`)
  }
}

const permission = (operation: string, resource: string) => ({ action: `dynamodb:${operation}`, resource })
const tableArn = (name: string) => (name.startsWith('arn:') ? name : arnOf('dynamodb', `table/${name}`))

function resourceOf(input: unknown): string {
  const { data } = ofTable.safeParse(input)
  if (data === undefined) return '*'
  const table = tableArn(data.TableName)
  return data.IndexName === undefined ? table : `${table}/index/${data.IndexName}`
}

function ofParts(input: Input): Permission[] {
  const { data } = ofTransaction.safeParse(input)
  const asked = (data?.TransactItems ?? []).flatMap((part) =>
    Object.entries(part).flatMap(([kind, body]) => {
      const operation = own(partActions, kind)
      return operation === undefined ? [] : [permission(operation, resourceOf(body))]
    }),
  )
  return [...new Map(asked.map((one) => [`${one.action} ${one.resource}`, one])).values()]
}
