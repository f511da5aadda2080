import { z } from 'zod'
import { type IotRegistry } from './iot-registry.ts'
import { AwsError } from '../../aws-error.ts'
import { type AttachedThing, type ThingPrincipalType } from './attachments.ts'
import {
  certificateArn,
  idIn,
  knownCertificate,
  knownThing,
  page,
  paged,
  principal,
  thingArn,
  thingName,
} from './operation.ts'
import { operation, type Operations } from '../../operation.ts'

const thingPrincipalType = z.enum(['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING']).optional()
const pair = z.object({ thingName, principal })
const attachForm = pair.extend({ thingPrincipalType })
const ofThing = paged.extend({ thingName, thingPrincipalType })
const ofPrincipal = paged.extend({ principal })

/** Which certificates a thing has. IAM asks for leave on the certificate where one is named, else on the thing. */
export function principalOperations(registry: IotRegistry): Operations {
  const { attachments } = registry
  const onPrincipal = (input: { readonly principal: string }) => input.principal
  const onThing = (input: { readonly thingName: string }) => thingArn(input.thingName)

  return {
    AttachThingPrincipal: operation({
      takes: attachForm,
      on: onPrincipal,
      run: (input) => attach(registry, input),
    }),
    DetachThingPrincipal: operation({ takes: pair, on: onPrincipal, run: (input) => detach(registry, input) }),
    ListThingPrincipals: operation({
      takes: ofThing,
      on: onThing,
      run(input) {
        const { items, nextToken } = attachedTo(registry, input)
        return { principals: items.map((one) => one.principal), nextToken }
      },
    }),
    ListThingPrincipalsV2: operation({
      takes: ofThing,
      on: onThing,
      run(input) {
        const { items, nextToken } = attachedTo(registry, input)
        return { thingPrincipalObjects: items, nextToken }
      },
    }),
    ListPrincipalThings: operation({
      takes: ofPrincipal,
      on: onPrincipal,
      run(input) {
        const all = attachments.thingsOf(idIn(input.principal)).map(({ thing }) => thing)
        const { items, next } = page(all, input.maxResults, input.nextToken)
        return { things: items, nextToken: next }
      },
    }),
  }
}

function attach({ things, certificates, attachments }: IotRegistry, input: z.infer<typeof attachForm>): void {
  const thing = knownThing(things, input.thingName).name
  const certificateId = knownCertificate(certificates, idIn(input.principal)).id
  const type = input.thingPrincipalType ?? 'NON_EXCLUSIVE_THING'
  refuseSharing(attachments.thingsOf(certificateId), thing, type)
  attachments.attachThing({ certificateId, thing, type })
}

function detach({ things, attachments }: IotRegistry, input: z.infer<typeof pair>): void {
  attachments.detachThing(idIn(input.principal), knownThing(things, input.thingName).name)
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/exclusive-thing.html */
function refuseSharing(attached: readonly AttachedThing[], thing: string, type: ThingPrincipalType): void {
  const others = attached.filter((other) => other.thing !== thing)
  const exclusive = others.find((other) => other.type === 'EXCLUSIVE_THING')
  if (exclusive !== undefined) throw taken(`is attached to ${exclusive.thing} exclusively`)
  if (type === 'EXCLUSIVE_THING' && others.length > 0) throw taken('is attached to other things')
}
const taken = (why: string) => new AwsError('InvalidRequestException', `The certificate ${why}.`)

function attachedTo({ things, attachments }: IotRegistry, input: z.infer<typeof ofThing>) {
  const attached = attachments
    .certificatesOf(knownThing(things, input.thingName).name)
    .filter(({ type }) => input.thingPrincipalType === undefined || type === input.thingPrincipalType)
    .map(({ certificateId, type }) => ({ principal: certificateArn(certificateId), thingPrincipalType: type }))
  const { items, next: nextToken } = page(attached, input.maxResults, input.nextToken)
  return { items, nextToken }
}
