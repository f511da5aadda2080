import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { type IotRegistry } from './iot-registry.ts'
import { account } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { type RegisteredCertificate } from './certificates.ts'
import { certificateArn, certificateId, knownCertificate, page, pageSize } from './operation.ts'
import { operation, type Operations } from '../../operation.ts'

const createForm = z.object({ certificateSigningRequest: z.string(), setAsActive: z.boolean().optional() })
const listForm = z.object({ pageSize, marker: z.string().optional() })
const one = z.object({ certificateId })
const updateForm = one.extend({ newStatus: z.enum(['ACTIVE', 'INACTIVE', 'REVOKED']) })
const deleteForm = one.extend({ forceDelete: z.boolean().optional() })

export function certificateOperations(registry: IotRegistry): Operations {
  const { certificates } = registry
  const on = (input: z.infer<typeof one>) => certificateArn(input.certificateId)
  const known = (input: z.infer<typeof one>) => knownCertificate(certificates, input.certificateId)
  return {
    CreateCertificateFromCsr: operation({ takes: createForm, run: (input) => create(registry, input) }),
    DescribeCertificate: operation({
      takes: one,
      on,
      run: (input) => ({ certificateDescription: described(known(input)) }),
    }),
    ListCertificates: operation({
      takes: listForm,
      run(input) {
        const { items, next } = page(certificates.all().map(summary), input.pageSize, input.marker)
        return { certificates: items, nextMarker: next }
      },
    }),
    UpdateCertificate: operation({
      takes: updateForm,
      on,
      run: (input) => certificates.setStatus(known(input).id, input.newStatus),
    }),
    DeleteCertificate: operation({ takes: deleteForm, on, run: (input) => remove(registry, input) }),
  }
}

function create({ certificates }: IotRegistry, { certificateSigningRequest, setAsActive }: z.infer<typeof createForm>) {
  const issued = certificates.issue(certificateSigningRequest, setAsActive === true ? 'ACTIVE' : 'INACTIVE')
  if (issued.kind === 'refused') throw new AwsError('InvalidRequestException', `The CSR is refused: ${issued.why}.`)
  const { id, pem } = issued.certificate
  return { certificateArn: certificateArn(id), certificateId: id, certificatePem: pem }
}

function remove({ certificates, attachments, together }: IotRegistry, input: z.infer<typeof deleteForm>): void {
  const { id, status } = knownCertificate(certificates, input.certificateId)
  if (status === 'ACTIVE') {
    throw new AwsError('CertificateStateException', 'Certificate must be deactivated before deletion.', 406)
  }
  const conflict = (what: string) =>
    new AwsError('DeleteConflictException', `${what} must be detached from the certificate before deletion.`, 409)
  if (attachments.thingsOf(id).length > 0) throw conflict('Things')
  if (attachments.policiesOf(id).length > 0 && input.forceDelete !== true) throw conflict('Policies')
  together(() => {
    attachments.clear(id)
    certificates.remove(id)
  })
}

const summary = ({ id, status, createdAt }: RegisteredCertificate) => ({
  certificateArn: certificateArn(id),
  certificateId: id,
  status,
  certificateMode: 'DEFAULT',
  creationDate: new Date(createdAt),
})

function described(certificate: RegisteredCertificate) {
  const { validFromDate, validToDate } = new X509Certificate(certificate.pem)
  return {
    ...summary(certificate),
    certificatePem: certificate.pem,
    ownedBy: account,
    lastModifiedDate: new Date(certificate.changedAt),
    validity: { notBefore: new Date(validFromDate.getTime()), notAfter: new Date(validToDate.getTime()) },
  }
}
