import { readToken } from '../../iot/contract/enrolment.ts'
import { at } from '../signals.ts'
import { anAndon, awsError, clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const tokenIn = (text: string) => {
  const read = readToken(/install '([^']+)'/.exec(text)![1]!)
  if (read.kind !== 'enrolment') throw new Error(read.why)
  return read.enrolment
}
const claimOf = ({ items }: ReturnType<typeof anAndon>, id: string) => items.get(`CLAIM#${id} CLAIM`)

it('prints one line for the Pi, and beside it what the person must know', async () => {
  const there = anAndon()
  const { code, said, remarked } = await typed('light add desk-1', there.aws)

  expect(code).toBe(0)
  expect(said).toEqual([
    expect.stringMatching(
      /^\(cd "\$\(mktemp -d\)" && curl -fsSL -o andon-light\.tgz 'http[^']+' && echo 'c0ffee {2}andon-light\.tgz' \| sha256sum --check --quiet && tar xzf andon-light\.tgz && sudo \.\/andon-light\/andon-light install 'andon1\.[\w-]+'\)$/,
    ),
  ])
  expect(tokenIn(said[0]!)).toMatchObject({
    light: 'desk-1',
    broker: 'mqtts://a1b2-ats.iot.eu-central-1.amazonaws.com',
    template: 'andon-light',
    expires: '2026-11-22T09:00:00.000Z',
  })
  expect(remarked).toContain('makes one Raspberry Pi the light desk-1, once, until 2026-11-22 09:00 UTC')
  expect(remarked).toContain('treat it like a password')
  expect(remarked).not.toContain('andon1.')
})

it('keeps what the claim is for before the claim can do anything', async () => {
  const there = anAndon()
  await typed('light add desk-1 --hours 2', there.aws)

  const [id, certificate] = [...there.certificates][0]!
  expect([...certificate.policies]).toEqual(['andon-claim'])
  expect(claimOf(there, id)).toMatchObject({ light: { S: 'desk-1' }, endsAt: { S: at('11:00') } })
  expect(there.calls.indexOf('PutItem')).toBeLessThan(there.calls.indexOf('AttachPolicy'))
})

it('hands on which lamp, and how long the line is good', async () => {
  const { said } = await typed('light add wall --lamp usb-tower --hours 1', anAndon().aws)
  expect(tokenIn(said[0]!)).toMatchObject({ light: 'wall', lamp: 'usb-tower', expires: '2026-11-21T10:00:00.000Z' })
})

it('does the same without anyone typing, by cloud-init', async () => {
  const { said, remarked } = await typed('light add desk-1 --cloud-init', anAndon().aws)
  expect(said.slice(0, 4)).toEqual([
    '#cloud-config',
    'package_update: true',
    'packages: [nodejs, curl, ca-certificates]',
    'runcmd:',
  ])
  const [shell, dashC, command] = JSON.parse(said[4]!.replace(/^ {2}- /, ''))
  expect([shell, dashC]).toEqual(['sh', '-c'])
  expect(command).toContain('--retry-all-errors')
  expect(command).not.toContain('sudo')
  expect(tokenIn(command).light).toBe('desk-1')
  expect(said).toHaveLength(5)
  expect(remarked).toContain('treat it like a password')
})

describe('leaves no claim behind', () => {
  it('when a later one is made for the same light', async () => {
    const there = anAndon()
    await typed('light add desk-1', there.aws)
    const [first] = [...there.certificates.keys()] as [string]
    const { remarked } = await typed('light add desk-1', there.aws)

    expect(there.certificates.has(first)).toBe(false)
    expect(claimOf(there, first)).toBeUndefined()
    expect(there.certificates.size).toBe(1)
    expect(remarked).toContain('The earlier install line for desk-1 no longer works')
  })

  it('that has expired, or that nothing is known of, whosever it was; but the others stay', async () => {
    const there = anAndon()
    await typed('light add wall --hours 1', there.aws)
    await typed('light add desk-1 --hours 12', there.aws)
    const [expired, good] = [...there.certificates.keys()] as [string, string]
    there.certificates.set('0fa1', { ...there.certificates.get(good)!, policies: new Set(['andon-claim']) })

    await typed('light add wall', there.aws, { now: at('10:30') })
    expect(there.certificates.has(expired)).toBe(false)
    expect(there.certificates.has('0fa1')).toBe(false)
    expect(there.certificates.get(good)).toMatchObject({ status: 'ACTIVE' })
    expect(there.certificates.size).toBe(2)
  })

  it('when it cannot be finished', async () => {
    const there = anAndon()
    const refusing = () => {
      throw awsError('UnauthorizedException', '', 401)
    }
    const { code, said, remarked } = await typed(
      'light add desk-1',
      clientsFor({ ...there.handlers, AttachPolicy: refusing }),
    )
    expect(code).toBe(1)
    expect(said).toEqual([])
    expect(remarked).toContain('do not allow iot:AttachPolicy')
    expect(there.certificates.size).toBe(0)
    expect(there.items.size).toBe(0)
  })
})

it('takes a light that was out of the config for a while for one that is not installed', async () => {
  const there = anAndon()
  there.install('desk-1', 'ab12')
  there.certificates.get('ab12')!.status = 'INACTIVE'
  const { code, remarked } = await typed('light add desk-1', there.aws)
  expect(code).toBe(0)
  expect(remarked).not.toContain('installed already')
})

it('says when another device is the light already', async () => {
  const there = anAndon()
  there.install('desk-1', 'ab12')
  const { code, remarked } = await typed('light add desk-1', there.aws)
  expect(code).toBe(0)
  expect(remarked).toContain('desk-1 is installed already')
  expect(there.certificates.get('ab12')).toMatchObject({ status: 'ACTIVE' })
})

it('makes nothing for a light that is not deployed', async () => {
  const there = anAndon()
  const { code, remarked } = await typed('light add desk-9', there.aws)
  expect(code).toBe(1)
  expect(remarked).toContain('has no light or cord desk-9 (it has: desk-1, wall)')
  expect(remarked).toContain('Add it to `lights` or `cords` in andon.config.ts, and deploy.')
  expect(there.certificates.size).toBe(0)
})

it('has the software fetched from where a laptop gives it to its network', async () => {
  const there = anAndon()
  const { Stacks } = there.handlers['DescribeStacks']!({}) as any
  Stacks[0].Outputs.push({ OutputKey: 'AgentDownload', OutputValue: 'http://192.168.1.20:4001/andon-light.tgz' })
  const { said } = await typed(
    'light add desk-1',
    clientsFor({ ...there.handlers, DescribeStacks: () => ({ Stacks }) }),
  )
  expect(said[0]).toContain("curl -fsSL -o andon-light.tgz 'http://192.168.1.20:4001/andon-light.tgz' && echo 'c0ffee ")
})

it('vouches for the broker where Amazon does not', async () => {
  const there = anAndon()
  const { Stacks } = there.handlers['DescribeStacks']!({}) as any
  Stacks[0].Outputs.push({ OutputKey: 'BrokerCa', OutputValue: 'MIIBszCCAVmg' })
  const { said } = await typed(
    'light add desk-1',
    clientsFor({ ...there.handlers, DescribeStacks: () => ({ Stacks }) }),
  )
  expect(tokenIn(said[0]!).ca).toBe('MIIBszCCAVmg')
})
