import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { type IotRegistry } from '../iot-registry.ts'
import { account, AwsError } from '../service.ts'
import { type RegisteredCertificate } from './certificates.ts'
import { certificateArn, certificateId, missing, operation, type Operations, page, pageSize } from './operation.ts'

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const one = z.object({ certificateId })

export function certificateOperations({ certificates, attachments, together }: IotRegistry): Operations {
  const known = (id: string) => {
    const found = certificates.get(id)
    if (found === undefined) throw missing(`certificate ${id}`)
    return found
  }
  const create = ({ certificateSigningRequest, setAsActive }: z.infer<typeof createForm>) => {
    const issued = certificates.issue(certificateSigningRequest, setAsActive === true ? 'ACTIVE' : 'INACTIVE')
    if (issued.kind === 'refused') throw new AwsError('InvalidRequestException', `The CSR is not taken: ${issued.why}.`)
    const { id, pem } = issued.certificate
    return { certificateArn: certificateArn(id), certificateId: id, certificatePem: pem }
  }
  const remove = ({ certificateId: id, forceDelete }: z.infer<typeof deleteForm>) =>
    together(() => {
      refuseDeletion(known(id), attachments.thingsOf(id).length, forceDelete ? 0 : attachments.policiesOf(id).length)
      attachments.clear(id)
      certificates.remove(id)
    })

  return {
    ...operation('CreateCertificateFromCsr', createForm, () => '*', create),
    ...operation('DescribeCertificate', one, arnIn, (input) => ({
      certificateDescription: described(known(input.certificateId)),
    })),
    ...operation('ListCertificates', listForm, () => '*', (input) => {
      const { items, next } = page(certificates.all().map(summary), input.pageSize, input.marker)
      return { certificates: items, nextMarker: next }
    }),
    ...operation('UpdateCertificate', updateForm, arnIn, (input) =>
      certificates.setStatus(known(input.certificateId).id, input.newStatus),
    ),
    ...operation('DeleteCertificate', deleteForm, arnIn, remove),
  }
}

const createForm = z.object({ certificateSigningRequest: z.string(), setAsActive: flag.optional() })
const listForm = z.object({ pageSize, marker: z.string().optional() })
const updateForm = one.extend({ newStatus: z.enum(['ACTIVE', 'INACTIVE', 'REVOKED']) })
const deleteForm = one.extend({ forceDelete: flag.optional() })

const arnIn = (input: z.infer<typeof one>) => certificateArn(input.certificateId)

function refuseDeletion({ status }: RegisteredCertificate, things: number, policies: number): void {
  if (status === 'ACTIVE') {
    throw new AwsError('CertificateStateException', 'Certificate must be deactivated before deletion.', 406)
  }
  if (things > 0) throw new AwsError('DeleteConflictException', 'Things must be detached before deletion.', 409)
  if (policies > 0) throw new AwsError('DeleteConflictException', 'Policies must be detached before deletion.', 409)
}

const summary = ({ id, status, createdAt }: RegisteredCertificate) => ({
  certificateArn: certificateArn(id),
  certificateId: id,
  status,
  certificateMode: 'DEFAULT',
  creationDate: createdAt / 1000,
})

function described(certificate: RegisteredCertificate) {
  const { validFromDate, validToDate } = new X509Certificate(certificate.pem)
  return {
    ...summary(certificate),
    certificatePem: certificate.pem,
    ownedBy: account,
    lastModifiedDate: certificate.changedAt / 1000,
    validity: { notBefore: validFromDate.getTime() / 1000, notAfter: validToDate.getTime() / 1000 },
  }
}
