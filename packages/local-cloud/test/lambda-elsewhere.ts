// A local Lambda in a process of its own, so that a test can kill it.
import { Activity } from '../src/activity.ts'
import { realClock } from '../src/clock.ts'
import { createLambda } from '../src/services/lambda/lambda.ts'
import { arnOf } from '../src/arn.ts'
import { openStore } from '../src/store.ts'

const functions = JSON.parse(process.argv[2]!) as { name: string; directory: string }[]
const lambda = createLambda({
  clock: realClock,
  store: openStore(),
  activity: new Activity(),
  queues: { send: () => undefined },
  environment: {},
  onLog: (name, line) => process.stdout.write(`${name}: ${line}\n`),
})
for (const { name, directory } of functions) {
  const arn = arnOf('lambda', `function:${name}`)
  const common = { handler: 'index.handler', environment: {}, timeoutSeconds: 60, memoryMb: 128, runtime: 'nodejs24.x' }
  lambda.defineFunction({ name, arn, directory, ...common })
}
// In turn: the last one may never answer.
for (const { name } of functions) await lambda.invoke(name, {})
