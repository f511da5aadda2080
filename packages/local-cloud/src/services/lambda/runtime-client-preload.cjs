'use strict'
// Loaded into an execution environment before AWS's own runtime client (aws-lambda-ric). It stands in for that
// client's native addon, which only carries HTTP to the Runtime API: so the client needs no install script.
const http = require('node:http')
const Module = require('node:module')

Module.enableCompileCache(process.env.LOCAL_COMPILE_CACHE)
delete process.env.LOCAL_COMPILE_CACHE
const loadModule = Module._load
const client = runtimeApiClient(process.env.AWS_LAMBDA_RUNTIME_API)
Module._load = function load(request, ...rest) {
  return request.endsWith('rapid-client.node') ? client : loadModule.call(this, request, ...rest)
}

/** What the native addon offers: `next` waits for an invocation, `done` and `error` answer one. */
function runtimeApiClient(address) {
  const [hostname, port] = address.split(':')
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  let answered = Promise.resolve()

  const call = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const request = http.request(
        { hostname, port, method, agent, path: `/2018-06-01/runtime/${path}`, headers: { ...headers, ...length } },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk) => (text += chunk))
          response.on('end', () => resolve({ bodyJson: text, headers: response.headers }))
        },
      )
      request.on('error', reject)
      request.end(body)
    })

  return {
    initializeClient() {},
    async next() {
      await answered
      const invocation = call('GET', 'invocation/next')
      // Now, for this process is killed when it ends.
      Module.flushCompileCache()
      return invocation
    },
    done(id, body) {
      answered = call('POST', `invocation/${id}/response`, body)
    },
    error(id, body) {
      answered = call('POST', `invocation/${id}/error`, body)
    },
  }
}
