import { ArnFormat, CfnOutput, Stack, Tags } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import type { Construct } from 'constructs'
import { lineTopicName } from '../functions/channels/sns/sns.ts'
import type { AndonConfig } from '../functions/config/define-andon.ts'
import { earlierNames, firstName } from '../functions/domain/line-names.ts'
import { firstTrust } from '../functions/domain/trust.ts'
import { sources } from '../functions/sources/sources.ts'
import { letAlarmsIn } from './alarms-from.ts'
import type { Bundles } from './bundles.ts'
import { AgentDownload } from './constructs/agent-download.ts'
import { AlarmsTopic } from './constructs/alarms-topic.ts'
import { Api } from './constructs/api.ts'
import { Devices } from './constructs/devices.ts'
import { Enrolment, type EnrolmentProps } from './constructs/enrolment.ts'
import { Escalate } from './constructs/escalate.ts'
import { OnDestroy, type OnDestroyProps } from './constructs/on-destroy.ts'
import { IncidentTable } from './constructs/incident-table.ts'
import { Intake } from './constructs/intake.ts'
import { LineTopic } from './constructs/line-topic.ts'
import { OnChange } from './constructs/on-change.ts'
import { OnMinute } from './constructs/on-minute.ts'
import { OnNotice } from './constructs/on-notice.ts'
import { OnReconcile } from './constructs/on-reconcile.ts'
import { OnSignal } from './constructs/on-signal.ts'
import { Overview } from './constructs/overview.ts'
import { RunPlaybook, type RunPlaybookProps } from './constructs/run-playbook.ts'
import { SourceRules } from './constructs/source-rules.ts'
import { allowOneStage } from './one-stage.ts'
import type { PlaybookPolicy } from './playbook-policy.ts'
import { busName } from './names.ts'

export interface AndonStackProps {
  readonly config: AndonConfig
  /** What each playbook's role may do, by the playbook's name. */
  readonly policies: Readonly<Record<string, PlaybookPolicy>>
  readonly bundles: Bundles
  /** Path of what a Raspberry Pi runs: `andon-light.tgz`. */
  readonly agentArchive: string
  /** Tells several Andons apart, each in an account or region of its own: a second in the same one is refused. */
  readonly stage: string | undefined
  /** Where it will be deployed; undefined: not known when the template is made. */
  readonly region: string | undefined
  /** How many runs of playbooks may be at work at once; undefined: as many as the account allows. */
  readonly reservedConcurrency: number | undefined
}

type Shared = Pick<RunPlaybookProps, 'table' | 'alarms'>

/** The whole of Andon in one account and region. */
export class AndonStack extends Stack {
  constructor(scope: Construct, id: string, props: AndonStackProps) {
    super(scope, id, { description: 'Andon: a firing alarm is acted on, told and shown' })
    const { config, bundles, agentArchive, stage } = props
    const alarms = new AlarmsTopic(this, 'Alarms')
    const bus = this.#bus(config)
    const table = new IncidentTable(this, 'Table')
    const shared = { table, alarms }
    const lights = Object.keys(config.lights)
    const onSignal = new OnSignal(this, 'OnSignal', { ...shared, code: bundles('on-signal') })
    const onNotice = new OnNotice(this, 'OnNotice', { ...shared, code: bundles('on-notice'), config })
    const onMinute = new OnMinute(this, 'OnMinute', { ...shared, code: bundles('on-minute'), lights })
    const onChange = new OnChange(this, 'OnChange', {
      ...shared,
      code: bundles('on-change'),
      bus,
      notices: onNotice.notices,
      lights,
    })
    const escalate = new Escalate(this, 'Escalate', { ...shared, code: bundles('escalate'), lines: config.lines })
    const runPlaybook = this.#runPlaybooks(props, shared)

    const { signals, deadLetters } = onSignal
    const onReconcile = new OnReconcile(this, 'OnReconcile', { ...shared, code: bundles('on-reconcile'), onSignal })
    const buses = { bus, partnerBuses: onNotice.needs.partnerBuses }
    new Intake(this, 'Intake', { sources: Object.values(sources), ...buses, signals, deadLetters })
    new SourceRules(this, 'SourceRules', { sources: config.sources ?? {}, signals, deadLetters })
    const api = new Api(this, 'Api', { signals, alarms, code: bundles('api') })
    const enrolment = this.#letDevicesIn(config, { ...shared, code: bundles('on-enrol') })
    const onDestroy = this.#letDevicesGo(enrolment, { alarms, code: bundles('on-destroy') })
    const all = [onSignal, onReconcile, onChange, onNotice, onMinute, enrolment, escalate, runPlaybook, api, onDestroy]
    new Overview(this, 'Overview', {
      functions: all.map((each) => each.function),
      queues: [onSignal.signals, onNotice.notices, onChange.retries],
    })

    this.#tellPeople(alarms, bus)
    this.#giveTo(onNotice, escalate)
    this.#tell('ApiUrl', api.url, "Andon's API, for whoever IAM allows `execute-api:Invoke`; `andon resolve` calls it.")
    this.#tellOfAgent(new AgentDownload(this, 'Agent', { archive: agentArchive }))
    this.#tellPrograms(config)
    this.#tag(stage)
  }

  #runPlaybooks({ bundles, policies, region, reservedConcurrency }: AndonStackProps, shared: Shared): RunPlaybook {
    const code = bundles('run-playbook')
    return new RunPlaybook(this, 'RunPlaybook', { ...shared, code, policies, region, reservedConcurrency })
  }

  #bus({ alarmsFrom }: AndonConfig): EventBus {
    const bus = new EventBus(this, 'Bus', { eventBusName: busName })
    if (alarmsFrom !== undefined) letAlarmsIn(bus, alarmsFrom)
    return bus
  }

  #letDevicesIn({ lights, cords }: AndonConfig, parts: Omit<EnrolmentProps, 'things'>): Enrolment {
    const things = [...new Set([...Object.keys(lights), ...Object.keys(cords)])]
    return new Enrolment(this, 'Enrolment', { ...parts, things })
  }

  #letDevicesGo({ claimPolicy }: Enrolment, parts: Omit<OnDestroyProps, 'policies'>): OnDestroy {
    const { policy } = new Devices(this, 'Devices')
    return new OnDestroy(this, 'OnDestroy', { ...parts, policies: [policy, claimPolicy] })
  }

  #tag(stage: string | undefined) {
    Tags.of(this).add('app', 'andon')
    if (stage !== undefined) Tags.of(this).add('stage', stage)
    allowOneStage(this, stage)
  }

  /** What a person has to know, or do by hand, after a deployment. */
  #tellPeople({ topicArn }: AlarmsTopic, { eventBusArn }: EventBus) {
    this.#tell('AlarmsTopic', topicArn, "Subscribe to Andon's own alarms here, by mail or text message.")
    this.#tell(
      'LineTopics',
      this.formatArn({ service: 'sns', resource: lineTopicName('<line>'), arnFormat: ArnFormat.NO_RESOURCE_NAME }),
      "Subscribe each line's people here, by mail, text message or pager: " +
        'aws sns subscribe --topic-arn <this> --protocol email --notification-endpoint <address>',
    )
    this.#tell(
      'BusName',
      busName,
      'Write your rules for Andon\'s events on this bus; put "Cord Pulled" and "Call Answered" here.',
    )
    this.#tell(
      'BusArn',
      eventBusArn,
      'Forward the alarms of another region or account here: npx cdk deploy andon-forward -c forwardTo=<this>',
    )
  }

  /** @param escalate has told the topics in earlier versions; below it they keep their ids, and their subscribers */
  #giveTo({ needs: { secrets, topicsOf } }: OnNotice, escalate: Escalate) {
    for (const line of topicsOf) new LineTopic(escalate, `Topic-${line}`, line)
    for (const { output, parameter, what } of secrets) {
      this.#tell(output, parameter, `Put ${what} here, as a SecureString.`)
    }
    for (const [nth, parameter] of escalate.rotas.entries()) {
      this.#tell(`RotaParameter${nth + 1}`, parameter, "Put the rota's https: address here, as a SecureString.")
    }
  }

  #tellOfAgent({ address, sha256 }: AgentDownload) {
    this.#tell('AgentArchive', address, 'The software of a Raspberry Pi; `andon light add` makes a link to it.')
    this.#tell('AgentArchiveSha256', sha256, 'The SHA-256 that the software is checked against before it is installed.')
  }

  /** For programs that read nothing but the template: the laptop, and the `andon` command. */
  #tellPrograms({ lines, lights, cords, channels, playbooks }: AndonConfig) {
    this.templateOptions.metadata = {
      Andon: {
        lines: named(lines, ({ title, was }) => ({ title, ...(was !== undefined && { was: earlierNames({ was }) }) })),
        lights,
        cords,
        channels,
        playbooks: named(playbooks, ({ title, trust = firstTrust }) => ({ title, trust })),
        lineTopics: named(lines, (line, name) => lineTopicName(firstName(name, line))),
      },
    }
  }

  #tell(id: string, value: string, description: string) {
    new CfnOutput(this, id, { value, description })
  }
}

function named<T, U>(things: Readonly<Record<string, T>>, told: (thing: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, told(thing, name)]))
}
