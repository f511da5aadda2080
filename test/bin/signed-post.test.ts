import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { connectTo } from '../../bin/aws.ts'

/** An API that answers so, and what it was sent. */
async function anApi(status: number, reply: string) {
  const heard: { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders; body: string }[] =
    []
  const server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const { method, url, headers } = request
      heard.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(status).end(reply)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { url: `http://127.0.0.1:${port}/acts`, heard, close: () => void server.close() }
}

it('signs what it sends for the API alone, and shows no secret', async () => {
  const { url, heard, close } = await anApi(403, '{"message":"Forbidden"}')
  const { post } = connectTo({ laptop: true })
  expect(await post(url, { reason: 'done' })).toEqual({ status: 403, message: 'Forbidden' })
  close()
  expect(heard).toMatchObject([{ method: 'POST', url: '/acts', body: '{"reason":"done"}' }])
  const { authorization = '' } = heard[0]!.headers
  expect(authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=LAPTOP\/\d{8}\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
  )
  expect(heard[0]!.headers['x-amz-date']).toMatch(/^\d{8}T\d{6}Z$/)
})

it('takes what is not JSON as it is', async () => {
  const { url, close } = await anApi(502, '<html>bad gateway')
  expect(await connectTo({ laptop: true }).post(url, {})).toEqual({ status: 502, message: '<html>bad gateway' })
  close()
})
