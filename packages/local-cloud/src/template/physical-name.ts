import { createHash } from 'node:crypto'

/**
 * A name as CloudFormation makes one up: stack, logical id and twelve characters, which here are always the same for
 * the same resource, so that state kept under a name is found again after a restart.
 */
export function physicalName(
  stackName: string,
  logicalId: string,
  { most = 64, separator = '-', ending = '' } = {},
): string {
  const mark = createHash('sha256')
    .update(`${stackName}/${logicalId}`)
    .digest('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 12)
  const room = most - mark.length - 2 * separator.length - ending.length
  const stack = stackName.slice(0, Math.max(1, room - Math.min(logicalId.length, Math.floor(room / 2))))
  const id = logicalId.slice(0, room - stack.length)
  const name = [stack, id, mark].join(separator)
  return (separator === '_' ? name.replaceAll('-', '_') : name) + ending
}
