import * as z from 'zod/mini'

// AWS IoT's MQTT API for fleet provisioning by claim: first a certificate for a CSR, then its thing and policy.
// https://docs.aws.amazon.com/iot/latest/developerguide/fleet-provision-api.html

/** Publish `{ certificateSigningRequest }` (PEM); answers on `accepted` with a `madeCertificate`. */
export const createFromCsrTopic = '$aws/certificates/create-from-csr/json'
/** Publish `{ certificateOwnershipToken, parameters: { ThingName } }`; answers on `accepted` with a `provisioned`. */
export const provisionTopic = (template: string) => `$aws/provisioning-templates/${template}/provision/json`
/** The topic for the answer to a request on `topic`, if it succeeded. */
export const accepted = (topic: string) => `${topic}/accepted`
/** The topic for the `rejection`, if it failed. */
export const rejected = (topic: string) => `${topic}/rejected`

/**
 * The only client id that a claim may use: so no claim can cut off the connection of another.
 * @param certificateId the SHA-256 of the claim's certificate (DER), in lower-case hex, which is what AWS IoT calls it
 */
export const claimClientId = (certificateId: string) => `andon-claim-${certificateId}`

/** It becomes active only when it is provisioned, which must happen within an hour. */
export const madeCertificate = z.object({
  certificateId: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  certificatePem: z.string().check(z.maxLength(16_384)),
  certificateOwnershipToken: z.string().check(z.minLength(1), z.maxLength(4096)),
})
/** @public */
export type MadeCertificate = z.infer<typeof madeCertificate>

export const provisioned = z.object({ thingName: z.string().check(z.minLength(1), z.maxLength(128)) })

export const rejection = z.object({
  statusCode: z.number(),
  errorCode: z.string().check(z.maxLength(256)),
  errorMessage: z.string().check(z.maxLength(4096)),
})
/** @public */
export type Rejection = z.infer<typeof rejection>
