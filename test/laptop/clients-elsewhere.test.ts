import { type AwsEndpoint, createAwsEndpoint } from '@andon/local-cloud/aws-endpoint/aws-endpoint.ts'
import { roleAccessKey } from '@andon/local-cloud/aws-endpoint/request.ts'
import { MovedClock } from '@andon/local-cloud/clock.ts'
import { RoleCheck } from '@andon/local-cloud/services/iam/role-check.ts'
import { ARCZonalShiftClient } from '../../functions/actions/arc-client.ts'
import {
  CancelZonalShiftCommand,
  GetManagedResourceCommand,
  StartZonalShiftCommand,
} from '../../functions/actions/arc-commands.ts'
import { clientsElsewhere } from '../../laptop/clients-elsewhere.ts'
import { templateOf } from '../../packages/local-cloud/test/template-of.ts'

const balancer = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-central-1:000000000000:loadbalancer/app/${name}/50dc6c495c0c9188`

/** A role that may shift one load balancer, as a playbook's may. */
const roleCheck = new RoleCheck(
  templateOf({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'shifts',
        AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } } },
        Policies: [
          {
            PolicyName: 'inline',
            PolicyDocument: {
              Statement: {
                Effect: 'Allow',
                Action: ['GetManagedResource', 'StartZonalShift', 'CancelZonalShift'].map(
                  (x) => `arc-zonal-shift:${x}`,
                ),
                Resource: balancer('checkout'),
              },
            },
          },
        ],
      },
    },
  }),
)
let endpoint: AwsEndpoint
let client: ARCZonalShiftClient
beforeAll(async () => {
  endpoint = await createAwsEndpoint({
    port: 0,
    services: new Map(),
    clock: new MovedClock(),
    authorize() {},
    authorizeElsewhere: (...call) => roleCheck.checkSomewhere(...call),
    clientsElsewhere,
    log() {},
  })
  const credentials = async () => ({
    accessKeyId: roleAccessKey('shifts', 'session'),
    secretAccessKey: 'x',
    sessionToken: 'x',
    expiration: new Date('2100-01-01'),
  })
  client = new ARCZonalShiftClient({ region: 'eu-central-1', credentials, endpoint: endpoint.url, maxAttempts: 1 })
})
afterAll(async () => {
  client.destroy()
  await endpoint.close()
})

const shift = { awayFrom: 'euc1-az1', expiresIn: '1h', comment: 'Andon x' }

it('lets a role call ARC by the names of its operations', async () => {
  const resourceIdentifier = balancer('checkout')
  const calls = [
    () => client.send(new GetManagedResourceCommand({ resourceIdentifier })),
    () => client.send(new StartZonalShiftCommand({ resourceIdentifier, ...shift })),
    () => client.send(new CancelZonalShiftCommand({ zonalShiftId: '9f1b2c3d' })),
  ]
  for (const call of calls) await expect(call()).rejects.toThrow('the service arc-zonal-shift is not imitated here')
  expect(endpoint.calls().map(({ operation }) => operation)).toEqual([
    'GetManagedResource',
    'StartZonalShift',
    'CancelZonalShift',
  ])
})

it('holds it to the load balancer that it may shift', async () => {
  const resourceIdentifier = balancer('search')
  for (const call of [
    () => client.send(new GetManagedResourceCommand({ resourceIdentifier })),
    () => client.send(new StartZonalShiftCommand({ resourceIdentifier, ...shift })),
  ]) {
    await expect(call()).rejects.toThrow(/shifts\/session is not authorized to perform: arc-zonal-shift:/)
  }
})
