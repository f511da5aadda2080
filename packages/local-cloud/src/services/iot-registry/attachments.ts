import { type Collection, type Store } from '../../store.ts'

/** EXCLUSIVE: the certificate can have no other thing, and its connections stand for this one whatever they call themselves. */
export type ThingPrincipalType = 'EXCLUSIVE_THING' | 'NON_EXCLUSIVE_THING'

export interface AttachedThing {
  readonly thing: string
  readonly certificateId: string
  readonly type: ThingPrincipalType
}

/** Which policies and which things each certificate has, kept through restarts. No name holds a slash. */
export class Attachments {
  readonly #policies: Collection<true>
  readonly #things: Collection<{ readonly type: ThingPrincipalType }>

  constructor(store: Store) {
    this.#policies = store.collection('iot-certificate-policies')
    this.#things = store.collection('iot-certificate-things')
  }

  attachPolicy(certificateId: string, policy: string): void {
    this.#policies.put(`${certificateId}/${policy}`, true)
  }
  detachPolicy(certificateId: string, policy: string): void {
    this.#policies.delete(`${certificateId}/${policy}`)
  }
  targetsOf(policy: string): string[] {
    const all = this.#policies.entries().map(([key]) => key.split('/'))
    return all.flatMap(([certificateId = '', attached]) => (attached === policy ? certificateId : []))
  }
  policiesOf(certificateId: string): string[] {
    return this.#policies.entries(`${certificateId}/`).map(([key]) => key.slice(certificateId.length + 1))
  }

  attachThing({ certificateId, thing, type }: AttachedThing): void {
    this.#things.put(`${certificateId}/${thing}`, { type })
  }
  detachThing(certificateId: string, thing: string): void {
    this.#things.delete(`${certificateId}/${thing}`)
  }
  thingsOf(certificateId: string): AttachedThing[] {
    return this.#attached(`${certificateId}/`)
  }
  certificatesOf(thing: string): AttachedThing[] {
    return this.#attached('').filter((attached) => attached.thing === thing)
  }

  /** Forgets all of one certificate. */
  clear(certificateId: string): void {
    for (const policy of this.policiesOf(certificateId)) this.detachPolicy(certificateId, policy)
    for (const { thing } of this.thingsOf(certificateId)) this.detachThing(certificateId, thing)
  }

  #attached(prefix: string): AttachedThing[] {
    return this.#things.entries(prefix).map(([key, { type }]) => {
      const [certificateId = '', thing = ''] = key.split('/')
      return { certificateId, thing, type }
    })
  }
}
