/**
 * The API's one route: every act on an incident comes by it. IAM is asked about the path itself, so it still allows each
 * act by itself (docs/contracts.md). What acts there are is in `functions/adapters/http-act.ts`.
 */
export const apiRoute = 'POST /incidents/{incident}/{act}'
