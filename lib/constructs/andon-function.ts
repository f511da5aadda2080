import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Alarm, type AlarmProps, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { type IRole, PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, type Code, Function, type FunctionOptions, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { allow } from '../allow.ts'
import { traceWherePossible } from '../tracing.ts'

export interface AndonFunctionProps {
  /** After `andon-`. */
  readonly name: string
  /** Whom its failure hurts, and how, in a sentence: the person whom the alarm wakes reads this first. */
  readonly hurts: string
  readonly code: Code
  readonly timeout: Duration
  readonly environment: Readonly<Record<string, string>>
  /** What it may do, besides writing its log and its traces. No construct can add to it. */
  readonly may: readonly PolicyStatement[]
  /**
   * The queue of what it could not do; a message there raises its alarm. 'nowhere': its errors and its silence do.
   * 'nowhere, every five minutes': the same, of a function that runs only that often.
   * 'nowhere, being asked': its errors do. Its caller sees them too, and it may not be called for months.
   * 'nowhere, its caller is told': nothing does. A person waits for its answer, and nothing is lost that is not known.
   */
  readonly setsAside:
    | Queue
    | 'nowhere'
    | 'nowhere, every five minutes'
    | 'nowhere, being asked'
    | 'nowhere, its caller is told'
  /** Hears of its alarm. */
  readonly alarms: ITopic
  readonly more?: Pick<FunctionOptions, 'durableConfig' | 'currentVersionOptions' | 'deadLetterQueue'> & {
    readonly reservedConcurrentExecutions?: number
  }
}

/** Something else to watch of a function. */
export interface FurtherAlarm {
  /** Whom it hurts, and how, in a sentence. */
  readonly hurts: string
  /** One value a minute. */
  readonly metric: IMetric
  /** From which value on it hurts. */
  readonly threshold: number
  /** How many minutes in a row. */
  readonly minutes: number
}

/** A Lambda function with a role and a log of its own, and an alarm that says whom its failure hurts. */
export class AndonFunction extends Construct {
  readonly functionName: string
  readonly lambda: Function
  readonly role: IRole
  readonly #alarms: Alarm[] = []
  readonly #topic: ITopic

  constructor(scope: Construct, id: string, props: AndonFunctionProps) {
    super(scope, id)
    const { code, timeout, environment, more } = props
    this.functionName = `andon-${props.name}`
    // Handed on like this, no construct can add permissions of its own choosing to it.
    this.role = this.#role(props.may).withoutPolicyUpdates()
    this.lambda = new Function(this, 'Function', {
      ...more,
      functionName: this.functionName,
      code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // A good half of a core: the import of a bundle takes as long as its share of a core is small.
      memorySize: 1024,
      timeout,
      environment,
      role: this.role,
      loggingFormat: LoggingFormat.JSON,
      logGroup: this.#log(),
      ...(props.setsAside === 'nowhere, its caller is told' && { description: props.hurts }),
    })
    traceWherePossible(this.lambda)
    this.#topic = props.alarms
    const watched = this.#watched(props.setsAside)
    if (watched === undefined) return
    this.#alarm('Alarm', {
      ...watched,
      alarmName: this.functionName,
      alarmDescription: props.hurts,
      threshold: 1,
    })
  }

  get alarms(): readonly Alarm[] {
    return this.#alarms
  }

  /** One more alarm. @param what ends its name */
  watch(what: string, { hurts, metric, threshold, minutes }: FurtherAlarm): void {
    this.#alarm(`Alarm-${what}`, {
      metric,
      alarmName: `${this.functionName}-${what}`,
      alarmDescription: hurts,
      threshold,
      evaluationPeriods: minutes,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
  }

  #log(): LogGroup {
    return new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${this.functionName}`,
      retention: RetentionDays.ONE_MONTH,
      // Nothing in it outlives a month anyway, and a log left behind would bar its name to the next deployment.
      removalPolicy: RemovalPolicy.DESTROY,
    })
  }

  #role(may: readonly PolicyStatement[]): Role {
    const log = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `/aws/lambda/${this.functionName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
    const itself = [
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], log),
      // X-Ray has no resources.
      allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
    ]
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { calls: new PolicyDocument({ statements: [...itself, ...may] }) },
    })
  }

  #alarm(id: string, props: AlarmProps): void {
    const alarm = new Alarm(this, id, {
      ...props,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    })
    alarm.addAlarmAction(new SnsAction(this.#topic))
    this.#alarms.push(alarm)
  }

  #watched(setsAside: AndonFunctionProps['setsAside']) {
    if (setsAside === 'nowhere, its caller is told') return undefined
    const period = Duration.minutes(setsAside === 'nowhere, every five minutes' ? 5 : 1)
    const errors = this.lambda.metricErrors({ period, statistic: 'Sum' })
    const quiet = { evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING }
    if (setsAside === 'nowhere, being asked') return { metric: errors, ...quiet }
    // It runs three times within the three, give or take one that falls just before or after.
    if (setsAside === 'nowhere, every five minutes')
      return {
        metric: errors,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        treatMissingData: TreatMissingData.BREACHING,
      }
    // It runs all the time: one or two errors are harmless, but silence is not.
    if (setsAside === 'nowhere')
      return {
        metric: errors,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        treatMissingData: TreatMissingData.BREACHING,
      }
    return { metric: setsAside.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }), ...quiet }
  }
}
