import {
  createDefaultUserAgentProvider,
  getHostHeaderPlugin,
  getUserAgentPlugin,
  partition,
  resolveHostHeaderConfig,
  resolveUserAgentConfig,
} from '@aws-sdk/core/client'
import { AwsSdkSigV4Signer, resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes'
import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols'
import {
  DefaultIdentityProviderConfig,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
} from '@smithy/core'
import { Sha256 } from '@smithy/core/checksum'
import { Client } from '@smithy/core/client'
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  resolveRegionConfig,
} from '@smithy/core/config'
import { resolveEndpointConfig } from '@smithy/core/endpoints'
import { getContentLengthPlugin, parseUrl } from '@smithy/core/protocols'
import { DEFAULT_RETRY_MODE, getRetryPlugin, resolveRetryConfig } from '@smithy/core/retry'
import { getSchemaSerdePlugin } from '@smithy/core/schema'
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde'
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler'
import type {
  EndpointParameters,
  HttpAuthSchemeParameters,
  HttpAuthSchemeProvider,
  IdentityProviderConfig,
} from '@smithy/types'
import type { SdkConfig } from './api-call.ts'

/** As AWS's model of the service calls it. */
const service = { serviceId: 'ARC Zonal Shift', signingName: 'arc-zonal-shift', version: '2022-10-30' }
export const namespace = 'com.amazonaws.arczonalshift'

/**
 * A client of ARC's zonal shifts as the SDK's own clients are: put together from the SDK's parts, for
 * `@aws-sdk/client-arc-zonal-shift` is not to be had from every registry. Its commands are in `arc-commands.ts`.
 */
export class ARCZonalShiftClient extends Client<object, object, { $metadata: object }, ReturnType<typeof resolved>> {
  constructor(config: SdkConfig & { readonly endpoint?: string }) {
    super(resolved(config))
    const { middlewareStack: stack } = this
    stack.use(getSchemaSerdePlugin(this.config))
    stack.use(getUserAgentPlugin(this.config))
    stack.use(getRetryPlugin(this.config))
    stack.use(getContentLengthPlugin(this.config))
    stack.use(getHostHeaderPlugin(this.config))
    stack.use(
      getHttpAuthSchemeEndpointRuleSetPlugin(this.config, {
        // All operations are signed alike.
        httpAuthSchemeParametersProvider: async ({ region }) => ({ operation: '', region: await region() }),
        identityProviderConfigProvider: async ({ credentials }) =>
          new DefaultIdentityProviderConfig({ [scheme]: credentials }),
      }),
    )
    stack.use(getHttpSigningPlugin(this.config))
  }
}

const scheme = 'aws.auth#sigv4'

function resolved(given: SdkConfig & { readonly endpoint?: string }) {
  const config = {
    ...parts(),
    ...given,
    requestHandler: new NodeHttpHandler(given.requestHandler),
    region: given.region ?? loadConfig(NODE_REGION_CONFIG_OPTIONS, NODE_REGION_CONFIG_FILE_OPTIONS),
  }
  const reaching = resolveRegionConfig(resolveRetryConfig(resolveUserAgentConfig(config)))
  return resolveAwsSdkSigV4Config(resolveEndpointConfig(resolveHostHeaderConfig(reaching)))
}

const parts = () => ({
  apiVersion: service.version,
  serviceId: service.serviceId,
  defaultSigningName: service.signingName,
  disableHostPrefix: false,
  runtime: 'node',
  defaultUserAgentProvider: createDefaultUserAgentProvider({
    serviceId: service.serviceId,
    clientVersion: service.version,
  }),
  retryMode: DEFAULT_RETRY_MODE,
  sha256: Sha256,
  urlParser: parseUrl,
  bodyLengthChecker: calculateBodyLength,
  streamCollector,
  base64Decoder: fromBase64,
  base64Encoder: toBase64,
  utf8Decoder: fromUtf8,
  utf8Encoder: toUtf8,
  protocol: new AwsRestJsonProtocol({ defaultNamespace: namespace }),
  endpointProvider,
  httpAuthSchemes: [
    {
      schemeId: scheme,
      identityProvider: (config: IdentityProviderConfig) => config.getIdentityProvider(scheme),
      signer: new AwsSdkSigV4Signer(),
    },
  ],
  httpAuthSchemeProvider,
})

interface Signing extends HttpAuthSchemeParameters {
  readonly region: string
}
const httpAuthSchemeProvider: HttpAuthSchemeProvider<Signing> = ({ region }) => [
  {
    schemeId: scheme,
    signingProperties: { name: service.signingName, region },
    propertiesExtractor: (config, context) => ({ signingProperties: { config, context } }),
  },
]

function endpointProvider({
  Region: region,
  Endpoint: endpoint,
}: EndpointParameters & { Region?: string; Endpoint?: string }) {
  if (endpoint !== undefined) return { url: new URL(endpoint) }
  return { url: new URL(`https://arc-zonal-shift.${region}.${partition(region ?? '').dnsSuffix}`) }
}
