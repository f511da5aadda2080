// Actions of your own, by service, for the playbooks in andon.config.ts. docs/own-actions.md shows how to write one.
import type { OwnActions } from './functions/actions/public.ts'

// A service is a file whose exports are its actions: `billing: () => import('./own-actions/billing.ts')`
export const ownActions = {} satisfies OwnActions
