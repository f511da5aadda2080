import { type IncomingHttpHeaders } from 'node:http'
import { jsonInput, type RestService, type Routed } from './protocols.ts'
import { pathFields } from '../path-fields.ts'
import { type Api } from '../service.ts'

/** https://docs.aws.amazon.com/iot/latest/apireference/API_Operations_AWS_IoT.html; a part in braces is an input field. */
const routes: Readonly<Record<string, string>> = {
  'GET /endpoint': 'DescribeEndpoint',
  'GET /things': 'ListThings',
  'GET /things/{thingName}': 'DescribeThing',
  'DELETE /things/{thingName}': 'DeleteThing',
  'PUT /things/{thingName}/principals': 'AttachThingPrincipal',
  'DELETE /things/{thingName}/principals': 'DetachThingPrincipal',
  'GET /things/{thingName}/principals': 'ListThingPrincipals',
  'GET /things/{thingName}/principals-v2': 'ListThingPrincipalsV2',
  'GET /principals/things': 'ListPrincipalThings',
  'GET /certificates': 'ListCertificates',
  'POST /certificates': 'CreateCertificateFromCsr',
  'GET /certificates/{certificateId}': 'DescribeCertificate',
  'PUT /certificates/{certificateId}': 'UpdateCertificate',
  'DELETE /certificates/{certificateId}': 'DeleteCertificate',
  'PUT /target-policies/{policyName}': 'AttachPolicy',
  'POST /target-policies/{policyName}': 'DetachPolicy',
  'POST /attached-policies/{target}': 'ListAttachedPolicies',
  'POST /policy-targets/{policyName}': 'ListTargetsForPolicy',
  'GET /provisioning-templates/{templateName}': 'DescribeProvisioningTemplate',
}

/** The REST paths of AWS IoT's control plane. */
export function iotService(api: Api): RestService {
  return { protocol: 'rest', api, route, respond }
}

function route(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): Routed | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  for (const [pattern, operation] of Object.entries(routes)) {
    const [wantedMethod, path = ''] = pattern.split(' ')
    const fields = wantedMethod === method ? pathFields(path, pathname) : undefined
    if (fields === undefined) continue
    const principal = headers['x-amzn-principal']
    const named = { ...fields, ...(principal !== undefined && { principal }) }
    return { operation, input: { ...jsonInput(body), ...Object.fromEntries(searchParams), ...named } }
  }
  return undefined
}

const respond = (_operation: string, output: unknown) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(output),
})
