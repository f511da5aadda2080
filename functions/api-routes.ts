import type { ActByApi } from './domain/act.ts'

/**
 * The API's routes, by the act that each takes. IAM allows each path by itself, so that who may resolve need not be
 * allowed what comes later. One more is a line here, and what is read from it in `functions/adapters/http-act.ts`.
 */
export const apiRoutes = {
  resolve: 'POST /incidents/{incident}/resolve',
  undo: 'POST /incidents/{incident}/undo',
  approve: 'POST /incidents/{incident}/approve',
  refuse: 'POST /incidents/{incident}/refuse',
  run: 'POST /incidents/{incident}/run',
} as const satisfies Record<ActByApi['kind'], string>
