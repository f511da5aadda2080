import { z } from 'zod'
import { type ProvisioningTemplate } from '../iot-core/provisioning/template.ts'
import { missing } from './operation.ts'
import { operation, type Operations } from '../../operation.ts'
import { arnOf } from '../../arn.ts'

const one = z.object({ templateName: z.string().regex(/^[0-9A-Za-z_-]{1,36}$/, 'it is no name of a template') })

/** @param deployedAt milliseconds since 1970 */
export function templateOperations(templates: readonly ProvisioningTemplate[], deployedAt: number): Operations {
  const arnIn = ({ templateName }: z.infer<typeof one>) => arnOf('iot', `provisioningtemplate/${templateName}`)
  const describe = ({ templateName }: z.infer<typeof one>) => {
    const template = templates.find(({ name }) => name === templateName)
    if (template === undefined) throw missing(`provisioning template ${templateName}`)
    const { name, arn, description, text, enabled, roleArn, hook } = template
    return {
      templateArn: arn,
      templateName: name,
      description,
      creationDate: new Date(deployedAt),
      lastModifiedDate: new Date(deployedAt),
      defaultVersionId: 1,
      templateBody: text,
      enabled,
      provisioningRoleArn: roleArn,
      preProvisioningHook: hook,
      type: 'FLEET_PROVISIONING',
    }
  }
  return { DescribeProvisioningTemplate: operation({ takes: one, on: arnIn, run: describe }) }
}
