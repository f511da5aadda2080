import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { MovedClock } from '../src/clock.ts'
import { createDynamoDb } from '../src/services/dynamodb/dynamodb.ts'
import { arnOf } from '../src/arn.ts'
import { NotModelled } from '../src/not-modelled.ts'
import { openStore } from '../src/store.ts'
import { name, arn, streamArn, properties, start, opened } from './dynamodb-over-http.ts'

describe('the template', () => {
  const define = (more: object) => () => {
    const store = openStore()
    opened.push(() => store.close())
    createDynamoDb({ store, clock: new MovedClock() }).createTable({ ...properties, ...more }, { name, arn, streamArn })
  }

  it('is refused when it asks for what is not modelled, by name', () => {
    expect(define({ KinesisStreamSpecification: {} })).toThrow(NotModelled)
    expect(define({ KinesisStreamSpecification: {} })).toThrow(/incidents.*KinesisStreamSpecification/s)
    expect(define({ Replicas: [{ Region: 'eu-central-1' }, { Region: 'us-east-1' }] })).toThrow(NotModelled)
    expect(define({ SSESpecification: { SSEEnabled: true }, Tags: [] })).not.toThrow()
  })

  it('describes itself by its ARNs', async () => {
    const { client } = await start()
    expect((await client.send(new DescribeTableCommand({ TableName: name }))).Table).toMatchObject({
      TableArn: arn,
      LatestStreamArn: streamArn,
      TableStatus: 'ACTIVE',
    })
  })
})

describe('permissions', () => {
  const table = (each: string) => arnOf('dynamodb', `table/${each}`)
  const cases: [string, object, string[]][] = [
    ['PutItem', { TableName: 'a' }, [`dynamodb:PutItem ${table('a')}`]],
    ['Query', { TableName: 'a', IndexName: 'i' }, [`dynamodb:Query ${table('a')}/index/i`]],
    ['Scan', { TableName: 'a' }, [`dynamodb:Scan ${table('a')}`]],
    [
      'BatchGetItem',
      { RequestItems: { a: {}, b: {} } },
      [`dynamodb:BatchGetItem ${table('a')}`, `dynamodb:BatchGetItem ${table('b')}`],
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'a' } },
          { Put: { TableName: 'a' } },
          { Update: { TableName: 'a' } },
          { Delete: { TableName: 'b' } },
          { ConditionCheck: { TableName: 'a' } },
        ],
      },
      [
        `dynamodb:PutItem ${table('a')}`,
        `dynamodb:UpdateItem ${table('a')}`,
        `dynamodb:DeleteItem ${table('b')}`,
        `dynamodb:ConditionCheckItem ${table('a')}`,
      ],
    ],
    ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'a' } }] }, [`dynamodb:GetItem ${table('a')}`]],
  ]
  it.each(cases)('of %s are those that AWS asks for', async (operation, input, wanted) => {
    const { database } = await start()
    const asked = database.api.permissionsFor(operation, { ...input })
    expect(asked.map(({ action, resource }) => `${action} ${resource}`)).toEqual(wanted)
  })

  it('are unknown for what is not modelled', async () => {
    const { database } = await start()
    expect(() => database.api.permissionsFor('ExecuteStatement', {})).toThrow('dynamodb:ExecuteStatement')
  })
})
