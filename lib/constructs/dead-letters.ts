import { Duration } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

export interface DeadLettersProps {
  /** The function that could not do it, without `andon-`. */
  readonly of: string
  /** A FIFO queue can only hand on to a FIFO queue. */
  readonly fifo?: true
}

/** What a function could not do, kept until people have looked at it or two weeks have passed. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, { of, fifo }: DeadLettersProps) {
    super(scope, id, {
      queueName: `andon-${of}-dead${fifo ? '.fifo' : ''}`,
      ...(fifo && { fifo }),
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    })
  }
}
