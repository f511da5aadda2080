import type { AboutToDo, Facts } from '../../../functions/domain/guards/guard.ts'
import type { Deed } from '../../../functions/domain/hands.ts'
import { someRules } from '../../usecases/hands-in-memory.ts'
import { at } from '../../signals.ts'
import { someFacts } from './facts.ts'

export const service = 'ecs service/shop/checkout'

/** A machine of restart-checkout is about to act on the service. */
export const aboutTo = (but: Partial<AboutToDo> = {}): AboutToDo => ({
  playbook: 'restart-checkout',
  mark: 'this-0',
  resource: service,
  rules: someRules,
  ...but,
})

/** Another incident's machine did something to the service at nine. */
export const aDeed = (but: Partial<Deed> = {}): Deed => ({
  mark: 'other-0',
  incident: 'other',
  playbook: 'restart-checkout',
  resource: service,
  at: at('09:00'),
  until: at('09:05'),
  ...but,
})

/** As the guards are told it: what was done to the service, and on the line. */
export const factsWith = (deeds: readonly Deed[], { on = deeds, about = aboutTo() } = {}): Facts => ({
  ...someFacts(),
  about,
  hands: { resource: { v: 1, all: on }, line: { v: 1, all: deeds }, demotion: undefined },
})
