import { account } from '@andon/local-cloud/arn.ts'
import { AwsError } from '@andon/local-cloud/aws-error.ts'
import type { LaptopCloud } from './laptop-cloud.ts'

/** Asks the API, as a board would for somebody who has signed in: a session that bears the person's name. */
export async function askResolved(
  { httpApis, template }: LaptopCloud,
  incident: string,
  by: string,
  reason: string,
): Promise<void> {
  const api = httpApis.get(template.outputs['ApiUrl']?.split('/').at(-1) ?? '')
  if (api === undefined) throw new Error('The template has no output ApiUrl')
  const url = `/incidents/${encodeURIComponent(incident)}/resolve`
  const userArn = `arn:aws:sts::${account}:assumed-role/console/${by.replaceAll('/', '-')}`
  const { status, body } = await api.ask({ method: 'POST', url, body: { reason } }, userArn)
  if (status !== 202) throw new AwsError('ApiRefused', typeof body === 'string' ? body : 'the API said nothing', status)
}
