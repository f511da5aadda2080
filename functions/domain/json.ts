/** What JSON can hold, and so what is the same after it was stored and read back. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [field: string]: Json
}
