import { readFileSync } from 'node:fs'
import { targetOf } from '../../lib/target.ts'
import { checkRegion, regions, regionsWithoutEnrolment, unprovenRegions } from '../../lib/regions.ts'
import { BadSetting } from '../../lib/settings.ts'

const nowhere = { account: undefined, region: undefined }
const leadTo = (account: string, region: string) => ({ CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region })

describe('where it is deployed', () => {
  it('is known from what is said, or from the credentials, or not at all', () => {
    expect(targetOf(nowhere, {})).toEqual(nowhere)
    expect(targetOf({ ...nowhere, region: 'eu-west-1' }, {})).toEqual({ ...nowhere, region: 'eu-west-1' })
    expect(targetOf(nowhere, leadTo('111122223333', 'eu-central-1'))).toEqual({
      account: '111122223333',
      region: 'eu-central-1',
    })
  })

  it('is refused when the credentials are of another account, or the region is another, than is said', () => {
    const said = { account: '111122223333', region: 'eu-central-1' }
    expect(() => targetOf(said, leadTo('111122223333', 'eu-central-1'))).not.toThrow()
    expect(() => targetOf(said, leadTo('444455556666', 'eu-central-1'))).toThrow(
      new BadSetting(
        '-c account: these credentials are of the account 444455556666; allowed: 111122223333. ' +
          'Sign in to that one (AWS_PROFILE), or change "account" in cdk.json if Andon is to be there as well',
      ),
    )
    expect(() => targetOf(said, leadTo('111122223333', 'us-east-1'))).toThrow(
      new BadSetting(
        '-c region: this would be deployed to the region us-east-1; allowed: eu-central-1. ' +
          'Set AWS_REGION to that one, or change "region" in cdk.json if Andon is to be there as well',
      ),
    )
  })
})

describe('a region', () => {
  it('is in one list only', () => {
    const all = [...regions, ...unprovenRegions, ...regionsWithoutEnrolment]
    expect(new Set(all).size).toBe(all.length)
  })

  it.each(regions)('%s runs Andon', (region) => expect(checkRegion(region)).toBeUndefined())

  it.each(unprovenRegions)('%s may run it, and that is said', (region) => {
    expect(checkRegion(region)).toMatch(`${region}: whether AWS Lambda has durable functions there is not known`)
  })

  it.each(regionsWithoutEnrolment)('%s is refused for what it lacks, with a way out', (region) => {
    expect(() => checkRegion(region)).toThrow(BadSetting)
    expect(() => checkRegion(region)).toThrow(
      /^region: found \S+, where AWS IoT has no provisioning templates.*Deploy Andon to one of .*eu-central-1.*forward/,
    )
  })

  it('that nobody has looked at is refused too', () => {
    expect(() => checkRegion('mars-north-1')).toThrow("mars-north-1, which Andon's table of regions (lib/regions.ts)")
  })
})

it('docs/deploying.md tells the same of each region', () => {
  const rows = readFileSync('docs/deploying.md', 'utf8')
    .split('\n')
    .filter((row) => row.startsWith('|'))
  const told = (verdict: string) =>
    rows
      .map((row) => row.split('|').map((cell) => cell.trim()))
      .filter(([, , text = '']) => text.startsWith(verdict))
      .flatMap(([, names = '']) => names.split(', ').filter((name) => /^[a-z]+(-[a-z]+)+-\d$/.test(name)))
  expect(told('runs').sort()).toEqual([...regions])
  expect(told('is said to be unproven')).toEqual([...unprovenRegions])
  expect(told('is refused: AWS IoT')).toEqual([...regionsWithoutEnrolment])
})
