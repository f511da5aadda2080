import { z } from 'zod'
import { type IotRegistry } from './iot-registry.ts'
import { knownThing, page, paged, thingArn, thingName } from './operation.ts'
import { operation, type Operations } from '../../operation.ts'
import { AwsError } from '../../aws-error.ts'
import { type RegisteredThing } from './things.ts'

const one = z.object({ thingName })

export function thingOperations({ things, attachments }: IotRegistry): Operations {
  return {
    DescribeThing: operation({
      takes: one,
      on: (input) => thingArn(input.thingName),
      run: (input) => described(knownThing(things, input.thingName)),
    }),
    DeleteThing: operation({
      takes: one,
      on: (input) => thingArn(input.thingName),
      run(input) {
        if (attachments.certificatesOf(input.thingName).length > 0) throw stillAttached(input.thingName)
        // As AWS IoT answers: a thing that does not exist is deleted already.
        things.forget(input.thingName)
      },
    }),
    ListThings: operation({
      takes: paged,
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
