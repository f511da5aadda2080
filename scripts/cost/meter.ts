import { z } from 'zod'
import type { AwsCall } from '@andon/local-cloud/aws-endpoint/aws-endpoint.ts'
import type { Cloud } from '@andon/local-cloud/cloud.ts'
import type { Message } from '@andon/local-cloud/services/iot-core/iot-core.ts'
import { polledQueues } from './event-sources.ts'
import { functionQuantities } from './function-quantities.ts'
import type { Quantities, Quantity } from './prices.ts'
import { sum } from './quantities.ts'

/** CloudWatch counts so much for each line beside its text. */
const logLineBytes = 26
/** IoT Core meters topic and payload in messages of this size. */
const messageBytes = 5 * 1024

const sqsInput = z.object({ QueueUrl: z.string() })
const putEventsInput = z.object({ Entries: z.array(z.unknown()) })

/** Reads off what AWS would have billed the local cloud for since it started. */
export class Meter {
  readonly #counted = new Map<Quantity, number>()

  /** For `startCloud`. */
  readonly log = (who: string, line: string): void => {
    if (!who.startsWith('andon-')) return
    this.add('logGb', (Buffer.byteLength(line) + logLineBytes) / 1e9)
    // A metric in the embedded format.
    if (line.includes('"_aws"')) this.add('metricHours', 1)
  }

  watch({ endpoint, iot }: Cloud): void {
    endpoint.onCall((call) => this.#called(call))
    iot.onPublish((message) => this.#published(message))
  }

  add(quantity: Quantity, amount: number): void {
    this.#counted.set(quantity, (this.#counted.get(quantity) ?? 0) + amount)
  }

  read({ lambda, database, template }: Cloud): Quantities {
    const queues = polledQueues(template)
    const { operations, bytes } = lambda.durableUsage()
    const { read, write } = database.units()
    return sum(Object.fromEntries(this.#counted), ...lambda.usage().map((each) => functionQuantities(each, queues)), {
      durableOperations: operations,
      durableGb: bytes / 1e9,
      dynamodbReads: read,
      dynamodbWrites: write,
    })
  }

  #called({ service, operation, input }: AwsCall): void {
    if (service === 'sqs') {
      this.add(sqsInput.parse(input).QueueUrl.endsWith('.fifo') ? 'sqsFifoRequests' : 'sqsRequests', 1)
    }
    // A SecureString is decrypted by KMS.
    if (service === 'ssm') this.add('kmsRequests', 1)
    if (service === 'monitoring') this.add('cloudWatchRequests', 1)
    if (service === 'sns') this.add('snsRequests', 1)
    // An answer over HTTP is metered by its body, as a message is; these are far below one message's size.
    if (operation === 'GetRetainedMessage' || operation === 'GetConnection') this.add('iotMessages', 1)
    if (operation === 'PutEvents') this.add('customEvents', putEventsInput.parse(input).Entries.length)
  }

  /** By https://aws.amazon.com/iot-core/pricing/additional-details/ */
  #published({ topic, payload, retain, clientId }: Message): void {
    const size = Math.ceil((Buffer.byteLength(topic) + payload.length) / messageBytes)
    this.add('iotMessages', retain ? 2 * size : size)
    // A command goes out to its one lamp, whose acknowledgement is metered as well.
    if (clientId === undefined) this.add('iotMessages', size + 1)
  }
}
