import type { AndonConfig } from '../../functions/config/define-andon.ts'
import type { Trust } from '../../functions/domain/trust.ts'
import config from '../fixtures/andon.config.ts'
import { deploymentOf } from './next-deployment.ts'

export const owner = 'iam:arn:aws:iam::*:user/owner'
export const grace = 'arn:aws:iam::000000000000:user/grace'
/** Whom a config may name: the laptop's owner, and one more. */
export const both = [owner, `iam:${grace}`]

const { checkout, search } = config.lines
const { 'restart-checkout': restart } = config.playbooks

export const redeploy = 'redeploy service checkout in cluster shop'
export const heals = [{ alarm: 'checkout-5xx', service: 'checkout', by: 'redeploy' as const, afterSeconds: 4 }]

/** The fixture, with its playbook trusted so far, and who may what on each of two lines. */
export const trusting = (
  trust: Trust,
  may: object = { approve: [owner], run: [owner] },
  { maySearch = {}, approval }: { maySearch?: object; approval?: { twoPeople: true } } = {},
): AndonConfig => ({
  ...config,
  lines: { ...config.lines, checkout: { ...checkout, may }, search: { ...search, may: maySearch } },
  playbooks: { 'restart-checkout': { ...restart, trust, ...(approval && { approval }) } },
})

const deployed = new Map<string, ReturnType<typeof deploymentOf>>()
/** The cloud's template for it; built once for the stories of a file that share it. */
export async function deployedAs(wanted: AndonConfig): Promise<string> {
  const name = JSON.stringify(wanted)
  const deployment = deployed.get(name) ?? deploymentOf(wanted)
  deployed.set(name, deployment)
  return (await deployment).cdkOut
}
