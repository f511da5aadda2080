import { protects } from '../domain/protection.ts'

/** Whether a list of tags, as most services give them, marks a thing for people alone. */
export const isProtectedBy = (
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): boolean => tags.some(({ Key, Value }) => protects(Key, Value ?? ''))
