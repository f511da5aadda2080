/**
 * The API's one route: every act on an incident and on a line comes by it. IAM is asked about the path itself, so it still
 * allows each act by itself (docs/contracts.md). What acts there are is in `functions/adapters/act-bodies.ts`.
 */
export const apiRoute = 'POST /{things}/{name}/{act}'
