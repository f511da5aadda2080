import { readFile, stat } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { Failure } from '../failure.ts'

/** Bytes. EventBridge takes events of 1 MB; a file that people kept may be written out with spaces. */
const most = 4 * 1024 * 1024

/**
 * The event in a file, or on standard input. Rejects with `Failure` for what is no single event at all.
 * @param file its path; '-': standard input
 */
export async function readEvent(file: string, stdin: NodeJS.ReadableStream): Promise<unknown> {
  const name = file === '-' ? 'standard input' : file
  return oneEvent(parsed(file === '-' ? await text(stdin) : await contentOf(file), name), name)
}

async function contentOf(file: string): Promise<string> {
  try {
    const { size } = await stat(file)
    if (size > most)
      throw new Failure(
        `${file} is longer than an event can be (${size} bytes).`,
        'For many events: --replay <folder>.',
      )
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(
      `${file} cannot be read: ${whyNot(error)}.`,
      'Name a file that holds one event, or - for standard input.',
    )
  }
}

const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder; `--replay <folder>` reads all of one'],
  ['EACCES', 'you may not read it'],
])
const whyNot = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return reasons.get(code) ?? (error instanceof Error ? error.message : String(error))
}

function parsed(content: string, name: string): unknown {
  if (content.trim() === '') throw new Failure(`${name} is empty.`, asAwsDelivers)
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Failure(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}.`, asAwsDelivers)
  }
}

const asAwsDelivers = 'Give it one event as EventBridge delivers it: { "source": …, "detail-type": …, "detail": … }.'

function oneEvent(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const what = `${name} holds a list of ${value.length}, and not one event.`
    throw new Failure(what, 'Give it one of them, or all of a folder: --replay <folder>.')
  }
  if (typeof value !== 'object' || value === null) throw new Failure(`${name} holds no event.`, asAwsDelivers)
  const looksLike = otherForms.find(({ fields }) => fields.every((field) => Object.hasOwn(value, field)))
  if (looksLike !== undefined && !Object.hasOwn(value, 'source')) {
    throw new Failure(`${name} holds ${looksLike.is}, and not an event of EventBridge.`, looksLike.remedy)
  }
  return value
}

/** What people have at hand instead of an event, by fields that nothing else has. */
const otherForms: readonly { readonly fields: readonly string[]; readonly is: string; readonly remedy: string }[] = [
  {
    fields: ['AlarmName', 'NewStateValue'],
    is: 'what SNS tells of an alarm',
    remedy: 'Andon hears of alarms by EventBridge, whose event is "CloudWatch Alarm State Change".',
  },
  {
    fields: ['Records'],
    is: 'what a Lambda function is handed of a queue or a topic',
    remedy: 'Give it one record’s own event: of a queue, that is its "body".',
  },
  { fields: ['MetricAlarms'], is: 'an answer of DescribeAlarms', remedy: asAwsDelivers },
  { fields: ['alarmData'], is: 'what CloudWatch hands to a Lambda function', remedy: asAwsDelivers },
]
