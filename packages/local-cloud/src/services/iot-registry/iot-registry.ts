import { type CertificateAuthority, openAuthority } from '../../x509/certificate-authority.ts'
import { type CloudClock } from '../../clock.ts'
import { type PolicyDocument } from '../iam/iam.ts'
import { Attachments } from './attachments.ts'
import { Certificates } from './certificates.ts'
import { type RegisteredThing, Things } from './things.ts'
import { type Store } from '../../store.ts'

export interface IotRegistryProps {
  readonly store: Store
  readonly clock: CloudClock
  /** The template's. */
  readonly things: readonly RegisteredThing[]
  /** The template's `AWS::IoT::Policy`s, by name. */
  readonly policies: ReadonlyMap<string, PolicyDocument>
}

/** Who the devices are, as AWS IoT knows them: things, certificates, and what is attached to what. */
export interface IotRegistry {
  readonly authority: CertificateAuthority
  readonly things: Things
  readonly policies: ReadonlyMap<string, PolicyDocument>
  readonly certificates: Certificates
  readonly attachments: Attachments
  /** All writes inside happen together or not at all. */
  readonly together: <R>(write: () => R) => R
}

export function openIotRegistry({ store, clock, things, policies }: IotRegistryProps): IotRegistry {
  const authority = openAuthority(store, clock)
  return {
    authority,
    things: new Things(store, things),
    policies,
    certificates: new Certificates({ store, clock, authority }),
    attachments: new Attachments(store),
    together: (write) => store.together(write),
  }
}
