import * as z from 'zod/mini'
import type { Conditions } from './resource.ts'

// How the config names instances, for all services that act on them. No client is loaded from here.

export const instanceId = z
  .string('some text')
  .check(z.regex(/^i-[0-9a-f]{8,17}$/, 'the id of an instance: i- and 8 to 17 hexadecimal digits'))

// Without $, *, ? and quotes: the value goes into a condition, where a ${…} would be a variable.
const tagText = /^[\w .:/=+@-]*$/

/** A tag that an instance must carry, so that a role made for any instance is good for those alone. */
export const tag = z.strictObject(
  {
    key: z
      .string('some text')
      .check(z.minLength(1), z.maxLength(128), z.regex(tagText, 'letters, digits, spaces and _ . : / = + @ -')),
    value: z
      .string('some text')
      .check(z.maxLength(256), z.regex(tagText, 'letters, digits, spaces and _ . : / = + @ -')),
  },
  { error: 'an object with: key, value' },
)
export type Tag = z.infer<typeof tag>

/** All instances with that tag, as locks and groups name them: without spaces, which tags may have. */
export const taggedInstances = ({ key, value }: Tag): string =>
  `ec2 instances/${`${key}=${value}`.replaceAll(' ', '+')}`

/** @param conditionKey as IAM names it, but for the tag's key: `aws:ResourceTag` */
export const carrying = (conditionKey: string, tagged: Tag | undefined): Conditions =>
  tagged === undefined ? {} : { StringEquals: { [`${conditionKey}/${tagged.key}`]: tagged.value } }
