/**
 * What a device asked of fleet provisioning is not done, and it hears why. AWS documents the form of that, and not the
 * codes: of ours, only `InvalidCertificateOwnershipToken` and `AccessDenied` have been seen there.
 */
export class Rejected extends Error {
  override readonly name = 'Rejected'
  readonly statusCode: number
  readonly errorCode: string
  constructor(statusCode: number, errorCode: string, message: string) {
    super(message)
    this.statusCode = statusCode
    this.errorCode = errorCode
  }
}
