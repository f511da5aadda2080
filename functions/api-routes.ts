/**
 * The API's routes: every act on an incident comes by the one, every act on a line by the other. IAM is asked about the
 * path itself, so it still allows each act by itself (docs/contracts.md). What acts there are is in
 * `functions/adapters/act-bodies.ts`.
 */
export const incidentRoute = 'POST /incidents/{incident}/{act}'
export const lineRoute = 'POST /lines/{line}/{act}'
export const apiRoutes = [incidentRoute, lineRoute] as const
