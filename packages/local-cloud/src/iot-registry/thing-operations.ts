import { z } from 'zod'
import { type IotRegistry } from '../iot-registry.ts'
import { AwsError } from '../service.ts'
import { knownThing, operation, type Operations, page, paged, thingArn, thingName } from './operation.ts'
import { type RegisteredThing } from './things.ts'

const one = z.object({ thingName })

export function thingOperations({ things, attachments }: IotRegistry): Operations {
  return {
    ...operation('DescribeThing', {
      form: one,
      on: (input) => thingArn(input.thingName),
      run: (input) => described(knownThing(things, input.thingName)),
    }),
    ...operation('DeleteThing', {
      form: one,
      on: (input) => thingArn(input.thingName),
      run(input) {
        if (attachments.certificatesOf(input.thingName).length > 0) throw stillAttached(input.thingName)
        // As AWS IoT answers: a thing that does not exist is deleted already.
        things.forget(input.thingName)
      },
    }),
    ...operation('ListThings', {
      form: paged,
      run({ maxResults, nextToken }) {
        const { items, next } = page(things.all().map(listed), maxResults, nextToken)
        return { things: items, nextToken: next }
      },
    }),
  }
}

const stillAttached = (name: string) =>
  new AwsError('InvalidRequestException', `Cannot delete. Thing ${name} is still attached to one or more principals`)

const listed = ({ name, attributes }: RegisteredThing) => ({
  thingName: name,
  thingArn: thingArn(name),
  attributes,
  version: 1,
})
const described = (thing: RegisteredThing) => ({ ...listed(thing), thingId: thing.name, defaultClientId: thing.name })
