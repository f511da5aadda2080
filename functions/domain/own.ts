/**
 * What an object holds itself under a name. Asked by `[name]`, it would also give what every object inherits: a function
 * for `constructor`, an object for `__proto__`. `npm run check` finds where a name of any kind is looked up without this.
 */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined
