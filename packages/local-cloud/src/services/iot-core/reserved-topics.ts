// Fleet provisioning: https://docs.aws.amazon.com/iot/latest/developerguide/fleet-provision-api.html

export type ProvisioningRequest =
  | { readonly kind: 'create-from-csr' }
  | { readonly kind: 'provision'; readonly template: string }

const requests =
  /^\$aws\/(?:(certificates\/create-from-csr)|provisioning-templates\/([0-9A-Za-z_-]{1,36})\/provision)\/json$/
/** What may be subscribed to: the answers. A wildcard in the last place stands for both of them. */
const answers =
  /^\$aws\/(?:certificates\/create-from-csr|provisioning-templates\/[0-9A-Za-z_-]{1,36}\/provision)\/json\/(?:accepted|rejected|\+|#)$/

/** What a message on this topic asks of fleet provisioning; undefined when it asks nothing. */
export function provisioningRequest(topic: string): ProvisioningRequest | undefined {
  const [, create, template] = requests.exec(topic) ?? []
  if (template !== undefined) return { kind: 'provision', template }
  return create === undefined ? undefined : { kind: 'create-from-csr' }
}

export const isProvisioningAnswer = (filter: string) => answers.test(filter)
