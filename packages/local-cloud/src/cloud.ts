import { Activity } from './activity.ts'
import { type AwsEndpoint, createAwsEndpoint, type Service } from './aws-endpoint/aws-endpoint.ts'
import { type Clients, type Outside } from './aws-endpoint/elsewhere.ts'
import { type CloudClock, realClock } from './clock.ts'
import { deployEventSources } from './deploy/event-sources.ts'
import { deployFunctions, fedIn } from './deploy/functions.ts'
import { retainedRoles, retainRoles } from './deploy/retained-roles.ts'
import { deployParameters, deployQueues, deployTables } from './deploy/storage.ts'
import { deployedHttpApis } from './deploy/http-apis.ts'
import { HttpApi } from './services/api-gateway/http-api.ts'
import { createDynamoDb } from './services/dynamodb/dynamodb.ts'
import { deployedEvent } from './services/cloudformation/cloudformation.ts'
import { createEventBridge } from './services/eventbridge/eventbridge.ts'
import { createEventSources } from './services/lambda/event-sources/event-sources.ts'
import { mayInvoke } from './services/iam/resource-policies.ts'
import { RoleCheck } from './services/iam/role-check.ts'
import { type ImitationsOptions, openImitations } from './imitations.ts'
import { createLambda } from './services/lambda/lambda.ts'
import { refuseUnmodelled } from './modelled-resources.ts'
import { AwsError } from './aws-error.ts'
import { servicesOf } from './services/services.ts'
import { createQueues } from './services/sqs/sqs.ts'
import { createSsm } from './services/ssm/ssm.ts'
import type { SpareEnvironments } from './services/lambda/spare-environments.ts'
import { openStore, type Store } from './store.ts'
import { loadTemplate, type Template } from './template/template.ts'

export interface CloudOptions extends ImitationsOptions {
  /** The synthesized cloud: `cdk.out`. */
  readonly cdkOut: string
  /** Where it keeps its state, and goes on from; in memory when it is not given. It is closed at the end. */
  readonly store?: Store
  /** 0 takes any free one. */
  readonly ports: { readonly aws: number } & ImitationsOptions['ports']
  /** How many times as fast waits in playbooks pass, and rates of schedules come; 1 unless told. */
  readonly speed?: number
  /** Whether what is called all the time is started before it is needed; true unless told. */
  readonly warm?: boolean
  readonly clock?: CloudClock
  /** Where an earlier cloud has left the processes of its functions, and where this one leaves them. */
  readonly spares?: SpareEnvironments | undefined
  /** Which calls of an imitated service are about what is outside of the template, and so not imitated; none unless told. */
  readonly outside?: Outside
  /** By signing name: SDK clients of services that are not imitated, where no package has them. */
  readonly clientsElsewhere?: Clients
  /** Opens what is no part of AWS, before any function runs: what the functions call, or what acts on the cloud. */
  readonly surround?: (inside: Inside) => Promise<Surroundings>
  /** @param who a function's name, or a part of the cloud @param line of what it says */
  readonly log: (who: string, line: string) => void
}

export interface Surroundings {
  /** More environment for the functions, such as the address of what they call. */
  readonly environment?: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** The parts of the cloud, before anything runs. */
export type Inside = ReturnType<typeof build> & Awaited<ReturnType<typeof openImitations>>

/** The running local cloud. `stop` ends it; what was not done goes on at the next start, when the state is in a file. */
export type Cloud = Awaited<ReturnType<typeof startCloud>>

/**
 * Runs what `cdk deploy` would deploy, wired by `cdk.out` alone. Rejects with `NotModelled` for what it cannot play,
 * and with EADDRINUSE when a port is taken.
 */
export async function startCloud(options: CloudOptions) {
  const store = options.store ?? openStore()
  const services = new Map<string, Service>()
  const httpApis = new Map<string, HttpApi>()
  // Queues are named by the endpoint's address, so it listens before there is anything to ask of it.
  const gate: { roleCheck?: RoleCheck } = {}
  const endpoint = await createAwsEndpoint({
    port: options.ports.aws,
    services,
    httpApis,
    clock: options.clock ?? realClock,
    elsewhere: options.elsewhere,
    outside: options.outside,
    clientsElsewhere: options.clientsElsewhere,
    authorize: (caller, permissions) => roleCheckAt(gate).check(caller, permissions),
    authorizeElsewhere: (caller, action, named) => roleCheckAt(gate).checkSomewhere(caller, action, named),
    log: (line) => options.log('aws', line),
  })
  try {
    const template = loadTemplate(options.cdkOut, { endpoint: endpoint.url, retained: retainedRoles(store) })
    refuseUnmodelled(template)
    retainRoles(template, store, { deployed: false })
    gate.roleCheck = new RoleCheck(template)
    const cloud = await deploy(options, { store, services, httpApis, endpoint, template, roleCheck: gate.roleCheck })
    retainRoles(template, store, { deployed: true })
    return cloud
  } catch (error) {
    await endpoint.close()
    store.close()
    throw error
  }
}

function roleCheckAt({ roleCheck }: { readonly roleCheck?: RoleCheck }): RoleCheck {
  if (roleCheck === undefined) throw new AwsError('ServiceUnavailable', 'The local cloud is starting', 503)
  return roleCheck
}

interface Ground {
  readonly store: Store
  readonly services: Map<string, Service>
  readonly httpApis: Map<string, HttpApi>
  readonly endpoint: AwsEndpoint
  readonly template: Template
  readonly roleCheck: RoleCheck
}

async function deploy(options: CloudOptions, ground: Ground) {
  const { services, httpApis, endpoint, store, template } = ground
  const built = build(options, ground)
  const { queues, database, lambda, sources, eventBridge } = built
  const imitations = await openImitations(options, built)
  const inside = { ...built, ...imitations }
  for (const [name, service] of servicesOf(inside)) services.set(name, service)
  for (const api of httpApisOf(options, built)) httpApis.set(api.id, api)
  const surroundings = await options.surround?.(inside)
  Object.assign(built.environment, surroundings?.environment)

  queues.releaseInFlight()
  lambda.resume()
  sources.start()
  if (options.warm ?? true) lambda.warm(fedIn(template))
  // Nobody who starts it for the first time should look at dark lamps for a minute.
  eventBridge.startSchedules({ newAtOnce: true })
  eventBridge.put('default', deployedEvent(template, built.clock.now()))

  const stop = async (): Promise<void> => {
    eventBridge.close()
    sources.stop()
    await lambda.stop()
    await surroundings?.close()
    await imitations.close()
    queues.close()
    database.close()
    await endpoint.close()
    store.close()
  }
  return Object.assign(imitations, built, { endpoint, httpApis, stop, log: options.log })
}

const httpApisOf = ({ log }: CloudOptions, { template, clock, lambda, roleCheck }: ReturnType<typeof build>) =>
  deployedHttpApis(template).map(
    (definition) =>
      new HttpApi(definition, {
        clock,
        functions: lambda,
        authorize: (caller, permissions) => roleCheck.check(caller, permissions),
        arnOfCaller: (caller) => roleCheck.arnOf(caller),
        mayInvoke: (functionArn, service, sourceArn) => mayInvoke(template, functionArn, service, sourceArn),
        log: (line) => log('api gateway', line),
      }),
  )

/** What the template says of storage, functions and what connects them. Nothing runs yet. */
function build(
  { clock = realClock, speed = 1, spares, log }: CloudOptions,
  { store, endpoint, template, roleCheck }: Ground,
) {
  const activity = new Activity()
  const common = { store, clock, activity, template }
  const queues = createQueues({ ...common, endpoint: endpoint.url })
  deployQueues(template, queues)
  const database = createDynamoDb(common)
  deployTables(template, database)
  const ssm = createSsm(store, clock)
  deployParameters(template, ssm)

  const environment: Record<string, string> = { AWS_ENDPOINT_URL: endpoint.url, AWS_LAMBDA_LOG_FORMAT: 'JSON' }
  const lambda = createLambda({ ...common, queues, environment, speed, spares, onLog: log })
  deployFunctions(template, lambda)
  const sources = createEventSources({
    ...common,
    functions: lambda,
    queues,
    queueSource: queues,
    streamSource: database,
    onTrouble: (line) => log('event sources', line),
  })
  deployEventSources(template, sources, roleCheck)
  const eventBridge = createEventBridge({ ...common, queues, functions: lambda, speed })
  return { ...common, roleCheck, queues, database, ssm, environment, lambda, sources, eventBridge }
}
