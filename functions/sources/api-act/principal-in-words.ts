/**
 * Who an ARN stands for, in a few words for people: `ada` for an IAM user, `Operators/ada` for a session of a role. IAM
 * Identity Center names its roles `AWSReservedSSO_Operators_0123456789abcdef`, of which only the middle tells anything.
 */
export function principalInWords(arn: string): string {
  const resource = arn.split(':').slice(5).join(':')
  const [kind, ...names] = resource.split('/')
  if (kind === 'assumed-role') {
    const [role = '', session = ''] = names
    return `${role.replace(/^AWSReservedSSO_(.+)_[0-9a-f]{16}$/, '$1')}/${session}`
  }
  return names.at(-1) ?? resource
}
