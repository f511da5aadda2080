import { makeBuilder } from '@smithy/core/client'
import { getEndpointPlugin } from '@smithy/core/endpoints'
import type { $SchemaRef, StaticOperationSchema, StaticStructureSchema } from '@smithy/types'
import { type ARCZonalShiftClient, namespace } from './arc-client.ts'

// What of ARC's zonal shifts is used here, by AWS's model of the service; test/actions/arc-client.test.ts holds it to that.

interface Target {
  readonly resourceIdentifier: string
}
interface Start extends Target {
  readonly awayFrom: string
  /** `3h`. */
  readonly expiresIn: string
  readonly comment: string
}
export interface ZonalShift {
  readonly zonalShiftId?: string
  readonly awayFrom?: string
  readonly expiryTime?: Date
  readonly comment?: string
}
interface Started extends ZonalShift {
  readonly $metadata: object
}
export interface ManagedResource {
  readonly $metadata: object
  /** By the zone's id: 1, or 0 where nothing goes. */
  readonly appliedWeights?: Readonly<Record<string, number>>
  readonly zonalShifts?: readonly ZonalShift[]
  readonly autoshifts?: readonly Pick<ZonalShift, 'awayFrom'>[]
}

// As the SDK's own clients write their schemas.
const text = 0
const time = 4
const list = 1
const numbersByText = 129
const inPath: $SchemaRef = [text, { httpLabel: 1 }]
const structure = (name: string, members: Readonly<Record<string, $SchemaRef>>): StaticStructureSchema => [
  3,
  namespace,
  name,
  0,
  Object.keys(members),
  Object.values(members),
]

const shift = { zonalShiftId: text, awayFrom: text, expiryTime: time, comment: text }
const managed = structure('GetManagedResourceResponse', {
  appliedWeights: numbersByText,
  zonalShifts: [list, namespace, 'ZonalShiftsInResource', 0, structure('ZonalShiftInResource', shift)],
  autoshifts: [list, namespace, 'AutoshiftsInResource', 0, structure('AutoshiftInResource', { awayFrom: text })],
})
const started = structure('ZonalShift', shift)

const operation = (
  name: string,
  http: readonly [method: string, path: string, status: number],
  input: Readonly<Record<string, $SchemaRef>>,
  output: StaticStructureSchema,
): StaticOperationSchema => [9, namespace, name, { http: [...http] }, structure(`${name}Request`, input), output]

export const schemas = {
  GetManagedResource: operation(
    'GetManagedResource',
    ['GET', '/managedresources/{resourceIdentifier}', 200],
    { resourceIdentifier: inPath },
    managed,
  ),
  StartZonalShift: operation(
    'StartZonalShift',
    ['POST', '/zonalshifts', 201],
    { resourceIdentifier: text, awayFrom: text, expiresIn: text, comment: text },
    started,
  ),
  CancelZonalShift: operation(
    'CancelZonalShift',
    ['DELETE', '/zonalshifts/{zonalShiftId}', 200],
    { zonalShiftId: inPath },
    started,
  ),
}

const command = makeBuilder<ARCZonalShiftClient['config'], object, { $metadata: object }>(
  {
    Region: { type: 'builtInParams', name: 'region' },
    Endpoint: { type: 'builtInParams', name: 'endpoint' },
  },
  'PercDataPlane',
  'ARCZonalShiftClient',
  getEndpointPlugin,
)

export class GetManagedResourceCommand extends command<Target, ManagedResource>(
  {},
  () => [],
  'GetManagedResource',
  schemas.GetManagedResource,
) {}
export class StartZonalShiftCommand extends command<Start, Started>(
  {},
  () => [],
  'StartZonalShift',
  schemas.StartZonalShift,
) {}
export class CancelZonalShiftCommand extends command<{ readonly zonalShiftId: string }, Started>(
  {},
  () => [],
  'CancelZonalShift',
  schemas.CancelZonalShift,
) {}
