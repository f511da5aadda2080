import { z } from 'zod'
import { type IotRegistry } from '../iot-registry.ts'
import { AwsError } from '../service.ts'
import { type AttachedThing, type ThingPrincipalType } from './attachments.ts'
import {
  certificateArn,
  idIn,
  missing,
  operation,
  type Operations,
  page,
  pageSize,
  principal,
  thingArn,
  thingName,
} from './operation.ts'
import { type RegisteredThing } from './things.ts'

const one = z.object({ thingName })
const paged = z.object({ maxResults: pageSize, nextToken: z.string().optional() })
const thingPrincipalType = z.enum(['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING'])

export function thingOperations({ things, certificates, attachments }: IotRegistry): Operations {
  const known = (name: string) => {
    const found = things.get(name)
    if (found === undefined) throw missing(`thing ${name}`)
    return found
  }
  const attach = (input: z.infer<typeof attachForm>) => {
    const [thing, id] = [known(input.thingName).name, idIn(input.principal)]
    if (certificates.get(id) === undefined) throw missing(`certificate ${id}`)
    const type = input.thingPrincipalType ?? 'NON_EXCLUSIVE_THING'
    refuseSharing(attachments.thingsOf(id), thing, type)
    attachments.attachThing({ certificateId: id, thing, type })
  }
  const certificatesOf = ({ thingName: name, thingPrincipalType: type }: z.infer<typeof listPrincipalsForm>) =>
    attachments.certificatesOf(known(name).name).filter((attached) => type === undefined || attached.type === type)

  return {
    ...operation('DescribeThing', one, arnIn, (input) => described(known(input.thingName))),
    ...operation('ListThings', paged, () => '*', ({ maxResults, nextToken }) => {
      const { items, next } = page(things.all().map(listed), maxResults, nextToken)
      return { things: items, nextToken: next }
    }),
    ...operation('AttachThingPrincipal', attachForm, principalIn, attach),
    ...operation('DetachThingPrincipal', detachForm, principalIn, (input) =>
      attachments.detachThing(idIn(input.principal), known(input.thingName).name),
    ),
    ...operation('ListThingPrincipals', listPrincipalsForm, arnIn, (input) => {
      const { items, next } = page(certificatesOf(input).map(arnOfCertificate), input.maxResults, input.nextToken)
      return { principals: items, nextToken: next }
    }),
    ...operation('ListThingPrincipalsV2', listPrincipalsForm, arnIn, (input) => {
      const all = certificatesOf(input).map((each) => ({ principal: arnOfCertificate(each), thingPrincipalType: each.type }))
      const { items, next } = page(all, input.maxResults, input.nextToken)
      return { thingPrincipalObjects: items, nextToken: next }
    }),
    ...operation('ListPrincipalThings', paged.extend({ principal }), principalIn, (input) => {
      const all = attachments.thingsOf(idIn(input.principal)).map(({ thing }) => thing)
      const { items, next } = page(all, input.maxResults, input.nextToken)
      return { things: items, nextToken: next }
    }),
  }
}

const detachForm = one.extend({ principal })
const attachForm = detachForm.extend({ thingPrincipalType: thingPrincipalType.optional() })
const listPrincipalsForm = paged.extend({ thingName, thingPrincipalType: thingPrincipalType.optional() })

const arnIn = (input: z.infer<typeof one>) => thingArn(input.thingName)
const principalIn = (input: { readonly principal: string }) => input.principal
const arnOfCertificate = (attached: AttachedThing) => certificateArn(attached.certificateId)

/** https://docs.aws.amazon.com/iot/latest/developerguide/exclusive-thing.html */
function refuseSharing(attached: readonly AttachedThing[], thing: string, type: ThingPrincipalType): void {
  const others = attached.filter((other) => other.thing !== thing)
  const exclusive = others.find((other) => other.type === 'EXCLUSIVE_THING')
  if (exclusive !== undefined) throw taken(`is attached to ${exclusive.thing} exclusively`)
  if (type === 'EXCLUSIVE_THING' && others.length > 0) throw taken('is attached to other things')
}
const taken = (why: string) => new AwsError('InvalidRequestException', `The certificate ${why}.`)

const listed = ({ name, attributes }: RegisteredThing) => ({
  thingName: name,
  thingArn: thingArn(name),
  attributes,
  version: 1,
})
const described = (thing: RegisteredThing) => ({ ...listed(thing), thingId: thing.name, defaultClientId: thing.name })
