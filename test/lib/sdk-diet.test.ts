import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { durableCalls, sdkDiet } from '../../lib/sdk-diet.ts'

const source = `
import { DynamoDBClient, PutItemCommand, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
const client = new DynamoDBClient({ region: 'eu-central-1', endpoint: process.argv[2], credentials, maxAttempts: 1 })
await client.send(new PutItemCommand({ TableName: 't', Item: {} })).catch((error) => {
  const { name, message, $fault, $metadata, Item } = error
  const known = error instanceof ConditionalCheckFailedException
  console.log(JSON.stringify({ name, message, $fault, known, Item, status: $metadata.httpStatusCode }))
})`

/** What a bundled function makes of an error that AWS answers. */
async function seenOf(type: string, more: object) {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no', ...more }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const outfile = join(mkdtempSync(join(tmpdir(), 'andon-diet-')), 'index.mjs')
  const root = join(import.meta.dirname, '../..')
  await build({
    stdin: { contents: source, resolveDir: root },
    plugins: [...sdkDiet],
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    outfile,
  })
  const { port } = server.address() as AddressInfo
  const { stdout } = await promisify(execFile)(process.execPath, [outfile, `http://127.0.0.1:${port}`])
  server.close()
  return JSON.parse(stdout)
}

it('knows an error that a function names by its class, with what it carries', async () => {
  const Item = { key: { S: 'x' } }
  expect(await seenOf('ConditionalCheckFailedException', { Item })).toEqual({
    name: 'ConditionalCheckFailedException',
    message: 'no',
    $fault: 'client',
    known: true,
    Item,
    status: 400,
  })
})

it('knows any other error by its name, message and status', async () => {
  expect(await seenOf('ResourceInUseException', {})).toEqual({
    name: 'ResourceInUseException',
    message: 'no',
    $fault: 'client',
    known: false,
    status: 400,
  })
})

it('leaves in all that the durable functions’ SDK takes of Lambda’s client', () => {
  const file = join(import.meta.dirname, '../../node_modules/@aws/durable-execution-sdk-js/dist/index.mjs')
  const taken = readFileSync(file, 'utf8').matchAll(/\bnew module\.(\w+)\(/g)
  expect(new Set(Array.from(taken, ([, name]) => name))).toEqual(new Set(durableCalls))
})
