import { fieldIn } from '../../functions/domain/field-in.ts'
import type { Origin } from '../../functions/domain/origin.ts'

export type Place = Origin

/** MQTT messages say neither account nor region. */
const somewhere: Place = { account: '000000000000', region: 'eu-central-1' }

/** The account and region that an event is of, as it says. */
export function placeOf(event: unknown): Place {
  const [account, region] = [fieldIn(event, ['account']), fieldIn(event, ['region'])]
  const isPlace = typeof account === 'string' && typeof region === 'string'
  return isPlace ? { account, region } : somewhere
}
