import { readFileSync } from 'node:fs'
import { readMessage as readMessageAt } from '../../functions/sources/read-message.ts'
import { at } from '../signals.ts'

const readMessage = (event: object) => readMessageAt(JSON.stringify(event), at('09:00'))
const example = readFileSync('functions/sources/cloudwatch-alarm/examples/metric-alarm.json', 'utf8')
const metricAlarm = (): any => JSON.parse(example)

describe('an alarm event tells where its alarm is', () => {
  it('keeps its detail as it came, and says whose it is', () => {
    const whose = { account: '111122223333', region: 'eu-central-1' }
    expect(readMessage(metricAlarm())).toMatchObject({ ...whose, detail: metricAlarm().detail })
    expect(readMessage(metricAlarm())).not.toHaveProperty('tags')
  })

  it.each([
    ['an object', { team: 'shop', env: 'prod' }],
    [
      'a list',
      [
        { key: 'team', value: 'shop' },
        { Key: 'env', Value: 'prod' },
      ],
    ],
  ])('may carry its tags, as %s', (_, alarmTags) => {
    const event = { ...metricAlarm(), detail: { ...metricAlarm().detail, alarmTags } }
    expect(readMessage(event)).toMatchObject({ tags: { team: 'shop', env: 'prod' } })
  })

  it.each([null, 'team', [1], { team: 7 }])('is not lost for the tags %j', (alarmTags) => {
    const event = { ...metricAlarm(), detail: { ...metricAlarm().detail, alarmTags } }
    expect(readMessage(event)).toMatchObject({ kind: 'alarm', tags: {} })
  })

  it.each([
    ['cn-north-1', 'aws-cn', 'https://cn-north-1.console.amazonaws.cn/'],
    ['us-gov-west-1', 'aws-us-gov', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
    ['eusc-de-east-1', 'aws-eusc', 'https://eusc-de-east-1.console.amazonaws-eusc.eu/'],
    ['us-east-1', 'aws', 'https://us-east-1.console.aws.amazon.com/'],
  ])('of %s is known by an ARN of %s, and has a link that opens there', (region, partition, console) => {
    for (const resources of [undefined, [], ['']]) {
      expect(readMessage({ ...metricAlarm(), region, resources })).toMatchObject({
        arn: `arn:${partition}:cloudwatch:${region}:111122223333:alarm:checkout-5xx`,
        url: `${console}cloudwatch/home?region=${region}#alarmsV2:alarm/checkout-5xx`,
      })
    }
  })

  it('of a partition without a public console has no link', () => {
    expect(readMessage({ ...metricAlarm(), region: 'us-iso-east-1' })).not.toHaveProperty('url')
  })

  it.each([
    ['checkout 5xx > 1 %', 'checkout$205xx$20$3E$201$20$25'],
    ['ecs/checkout/5xx', 'ecs$2Fcheckout$2F5xx'],
    ["[checkout] (it's *on*) $1!", '$5Bcheckout$5D$20$28it$27s$20$2Aon$2A$29$20$241$21'],
    ['決済', '$E6$B1$BA$E6$B8$88'],
  ])('named %s has a link that opens, as the console itself writes it', (alarmName, written) => {
    const event = { ...metricAlarm(), detail: { ...metricAlarm().detail, alarmName } }
    expect(readMessage(event)).toMatchObject({
      url: expect.stringMatching(new RegExp(`#alarmsV2:alarm/${written.replaceAll('$', '\\$')}$`)),
    })
    expect(decodeURIComponent(written.replaceAll('$', '%'))).toBe(alarmName)
  })

  it('shows what came as half a character as none', () => {
    const event = metricAlarm()
    event.detail.state.reason = 'half \ud83d'
    expect(readMessage(event)).toMatchObject({ reason: 'half \ufffd' })
  })
})
