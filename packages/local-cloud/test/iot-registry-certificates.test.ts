import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  ListCertificatesCommand,
  ListTargetsForPolicyCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import { createHash, X509Certificate } from 'node:crypto'
import { arnOf } from '../src/arn.ts'
import { named, nine, start } from './iot-registry-started.ts'
import { signingRequest } from './signing-request.ts'

describe('a certificate', () => {
  it('is made for a CSR; its id is the SHA-256 of its DER, as at AWS', async () => {
    const { aws, registry, clock } = await start()
    const made = await aws.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest: signingRequest().csr }),
    )
    const x509 = new X509Certificate(made.certificatePem!)
    expect(made.certificateId).toBe(createHash('sha256').update(x509.raw).digest('hex'))
    expect(made.certificateArn).toBe(arnOf('iot', `cert/${made.certificateId}`))
    expect(x509.verify(new X509Certificate(registry.authority.certificate).publicKey)).toBe(true)

    clock.move(1500)
    const certificateId = made.certificateId!
    await aws.send(new UpdateCertificateCommand({ certificateId, newStatus: 'ACTIVE' }))
    const { certificateDescription } = await aws.send(new DescribeCertificateCommand({ certificateId }))
    expect(certificateDescription).toEqual({
      certificateArn: made.certificateArn,
      certificateId,
      certificatePem: made.certificatePem,
      status: 'ACTIVE',
      certificateMode: 'DEFAULT',
      ownedBy: '000000000000',
      creationDate: new Date(nine),
      lastModifiedDate: new Date(nine + 1500),
      validity: { notBefore: new Date(nine - 120_000), notAfter: new Date('2049-12-31T23:59:59.000Z') },
    })
  })

  it('is inactive unless asked otherwise, and is refused with the reason', async () => {
    const { aws, certify } = await start()
    const [first, second] = [await certify(false), await certify(true)]
    const { certificates } = await aws.send(new ListCertificatesCommand({}))
    expect(new Map(certificates?.map(({ certificateId, status }) => [certificateId, status]))).toEqual(
      new Map([
        [first.id, 'INACTIVE'],
        [second.id, 'ACTIVE'],
      ]),
    )
    await expect(
      aws.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: 'x' })),
    ).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('not a certificate signing request in PEM'),
    })
  })

  it('is deleted only once it is inactive, and nothing is attached to it', async () => {
    const { aws, certify } = await start()
    const { arn, id } = await certify()
    const pair = { thingName: 'desk-1', principal: arn }
    await aws.send(new AttachPolicyCommand({ policyName: 'device', target: arn }))
    await aws.send(new AttachThingPrincipalCommand(pair))
    const remove = (forceDelete = false) => aws.send(new DeleteCertificateCommand({ certificateId: id, forceDelete }))

    await expect(remove(true)).rejects.toEqual(named('CertificateStateException'))
    await aws.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'INACTIVE' }))
    await expect(remove(true)).rejects.toMatchObject({ name: 'DeleteConflictException', message: /Things/ })
    await aws.send(new DetachThingPrincipalCommand(pair))
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException', message: /Policies/ })
    await remove(true)
    await expect(aws.send(new DescribeCertificateCommand({ certificateId: id }))).rejects.toEqual(
      named('ResourceNotFoundException'),
    )
    expect((await aws.send(new ListTargetsForPolicyCommand({ policyName: 'device' }))).targets).toEqual([])
  })

  it('may be deactivated and detached twice', async () => {
    const { aws, certify } = await start()
    const { arn, id } = await certify()
    for (const _ of ['once', 'twice']) {
      await aws.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'INACTIVE' }))
      await aws.send(new DetachPolicyCommand({ policyName: 'device', target: arn }))
      await aws.send(new DetachThingPrincipalCommand({ thingName: 'desk-1', principal: arn }))
    }
    await aws.send(new DeleteCertificateCommand({ certificateId: id }))
    await expect(aws.send(new DeleteCertificateCommand({ certificateId: id }))).rejects.toEqual(
      named('ResourceNotFoundException'),
    )
  })
})
