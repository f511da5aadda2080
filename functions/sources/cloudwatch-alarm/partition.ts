/** A part of AWS that shares nothing with the others: `aws`, `aws-cn`, `aws-us-gov` … */
export interface Partition {
  /** As ARNs name it. */
  readonly name: string
  /** Of its console; missing where there is none in public. */
  readonly console?: string
}

/** By how the names of their regions begin. https://docs.aws.amazon.com/general/latest/gr/rande.html */
const others: readonly (Partition & { readonly regions: string })[] = [
  { regions: 'cn-', name: 'aws-cn', console: 'console.amazonaws.cn' },
  { regions: 'us-gov-', name: 'aws-us-gov', console: 'console.amazonaws-us-gov.com' },
  { regions: 'eusc-', name: 'aws-eusc', console: 'console.amazonaws-eusc.eu' },
  { regions: 'us-iso-', name: 'aws-iso' },
  { regions: 'us-isob-', name: 'aws-iso-b' },
  { regions: 'eu-isoe-', name: 'aws-iso-e' },
  { regions: 'us-isof-', name: 'aws-iso-f' },
]

export const partitionOf = (region: string): Partition =>
  others.find(({ regions }) => region.startsWith(regions)) ?? { name: 'aws', console: 'console.aws.amazon.com' }
