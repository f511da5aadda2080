import { partitionOf } from './partition.ts'

/**
 * Where people can look at an alarm; `undefined` where the region's partition has no public console.
 * @param name without half a character: such a name is no alarm's
 */
export function alarmLink(region: string, name: string): string | undefined {
  const host = partitionOf(region).console
  return host && `https://${region}.${host}/cloudwatch/home?region=${region}#alarmsV2:alarm/${asTheConsoleWrites(name)}`
}

/**
 * The console writes `$` for `%` in what follows the `#`: `ecs$2Fcheckout`. What is percent-encoded is decoded once too
 * often on the way (sign-in, the console's own router), so that an alarm `5xx %` would be looked for as `5xx %25`.
 * https://github.com/terraform-aws-modules/terraform-aws-notify-slack/issues/203, https://github.com/guardian/cdk/pull/2025
 */
const asTheConsoleWrites = (name: string) =>
  encodeURIComponent(name)
    // Of these, chat and mail would take some for the end of the link.
    .replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '$')
