import { md5OfAttributes, toReceived, type MessageAttributes, type StoredMessage } from './message.ts'

interface Wanted {
  readonly AttributeNames?: readonly string[] | undefined
  readonly MessageSystemAttributeNames?: readonly string[] | undefined
  readonly MessageAttributeNames?: readonly string[] | undefined
}

/** A message as ReceiveMessage answers it, with those attributes only that were asked for. */
export function described(message: StoredMessage, wanted: Wanted): object {
  const { messageId, receiptHandle, body, md5OfBody, attributes } = toReceived(message)
  const system = pick(attributes, [...(wanted.AttributeNames ?? []), ...(wanted.MessageSystemAttributeNames ?? [])])
  const own: MessageAttributes = pick(message.attributes, wanted.MessageAttributeNames ?? [])
  const MD5OfMessageAttributes = md5OfAttributes(own)
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    Body: body,
    MD5OfBody: md5OfBody,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(MD5OfMessageAttributes !== undefined && { MessageAttributes: attributesOf(own), MD5OfMessageAttributes }),
  }
}

function attributesOf(attributes: MessageAttributes): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue }]) => [
      name,
      { DataType: dataType, StringValue: stringValue },
    ]),
  )
}

/** Names are exact, or `All`, or a beginning followed by `.*`. */
function pick<T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  const fits = (name: string) =>
    names.some((each) => each === 'All' || each === name || (each.endsWith('.*') && name.startsWith(each.slice(0, -2))))
  return Object.fromEntries(Object.entries(all).filter(([name]) => fits(name)))
}
