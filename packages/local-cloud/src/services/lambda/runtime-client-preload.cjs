'use strict'
// Loaded into an execution environment before AWS's own runtime client (aws-lambda-ric). It stands in for that
// client's native addon, which only carries HTTP to the Runtime API: so the client needs no install script.
const http = require('node:http')
const Module = require('node:module')
const { Worker } = require('node:worker_threads')

dieWithParent()
const loadModule = Module._load
const client = runtimeApiClient(process.env.AWS_LAMBDA_RUNTIME_API)
Module._load = function load(request, ...rest) {
  return request.endsWith('rapid-client.node') ? client : loadModule.call(this, request, ...rest)
}

/** Stdin closes when the parent is gone, however it went. A thread of its own sees that even in a busy handler. */
function dieWithParent() {
  const watch = `
    const { Socket } = require('node:net')
    new Socket({ fd: 0, readable: true, writable: false }).on('close', () => process.kill(process.pid, 'SIGKILL')).resume()`
  const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 }
  // Without arguments of its own it would load this very file again, and so on.
  new Worker(watch, { eval: true, execArgv: [], env: {}, resourceLimits }).unref()
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
      return call('GET', 'invocation/next')
    },
    done(id, body) {
      answered = call('POST', `invocation/${id}/response`, body)
    },
    error(id, body) {
      answered = call('POST', `invocation/${id}/error`, body)
    },
  }
}
