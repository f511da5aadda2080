/** What an alarm's signals are about. */
export const alarmKey = (arn: string): string => `alarm ${arn}`

/** The alarm that a key is about. `undefined` for a key that is about something else. */
export function alarmOfKey(key: string) {
  const parts = /^alarm (?<arn>arn:[^:]+:cloudwatch:(?<region>[^:]+):(?<account>[^:]+):alarm:(?<name>.+))$/s.exec(key)
  const { arn, region, account, name } = parts?.groups ?? {}
  if (arn === undefined || region === undefined || account === undefined || name === undefined) return undefined
  return { arn, name, origin: { account, region } }
}

/** Andon's own alarms go out over SNS: our failure must not feed itself. */
export const isOwnAlarm = (name: string): boolean => name.startsWith('andon-')
