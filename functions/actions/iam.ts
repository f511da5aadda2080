import { IAMClient, ListAccessKeysCommand, ListUserTagsCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam'
import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf } from './input.ts'
import { isProtectedBy } from './protected.ts'
import { arn } from './resource.ts'

// AWS IAM. Every export is an action.

interface Target {
  readonly user: string
  readonly path?: string | undefined
  readonly key: string
}
const call = callsOf(IAMClient, 'iam')
const userOf = { on: ({ user, path = '/' }: Target) => arn('iam', `user${path}${user}`, { region: '' }) }
const calls = {
  listAccessKeys: call(ListAccessKeysCommand, userOf),
  listUserTags: call(ListUserTagsCommand, userOf),
  updateAccessKey: call(UpdateAccessKeyCommand, userOf),
}

/** Makes one access key of a user useless until it is made active again. */
export const deactivateAccessKey = defineAction({
  input: inputOf({
    user: z
      .string('some text')
      .check(
        z.regex(/^[\w+=,.@-]{1,64}$/, 'a user’s name: letters, digits and _+=,.@-'),
        z.describe('the user’s name'),
      ),
    path: z.optional(
      z
        .string('some text')
        .check(
          z.regex(/^\/([\w+=,.@-]+\/){0,16}$/, 'a path: /, or /teams/shop/'),
          z.describe('the user’s path, where it has one: it is part of its ARN'),
        ),
    ),
    key: z
      .string('some text')
      .check(
        z.regex(/^AKIA[A-Z0-9]{12,124}$/, 'the id of an access key: AKIA…'),
        z.describe('the access key’s id, AKIA…'),
      ),
  }),
  fixed: ['path'],
  does: 'makes one access key of a user inactive: what signs with it is refused, until it is made active again',
  undoOnlyIfAsked: true,
  risk: 'disruptive',
  locks: ({ user, key }) => `iam user/${user}/${key}`,
  wait: { minutes: 15 },
  refuses: ['the user has no such key', 'the key is inactive already'],
  reads: { listAccessKeys: calls.listAccessKeys, listUserTags: calls.listUserTags },
  changes: { updateAccessKey: calls.updateAccessKey },

  async look(iam, target) {
    const status = await statusOf(iam, target)
    if (status !== 'Active') throw new CannotAct(`${target.key} of ${target.user} is not active (it is ${status})`)
    // Of a user's 50 tags at most: one page.
    const { Tags } = await iam.listUserTags({ UserName: target.user, MaxItems: 100 })
    return { isProtected: isProtectedBy(Tags) }
  },
  carriers: () => [],
  // The Resource Groups Tagging API knows no users.
  seenProtected: ({ user }, { isProtected }) => (isProtected ? `user ${user}` : undefined),

  title: ({ user, key }) => `make access key ${key} of user ${user} inactive`,

  async act(iam, target) {
    return (await set(iam, target, 'Inactive')) ? `${target.key} is inactive now` : `${target.key} is inactive`
  },

  async undo(iam, target) {
    return (await set(iam, target, 'Active')) ? `${target.key} is active again` : `${target.key} is active`
  },
})

/** @returns false when that is what it is already */
async function set(iam: ClientOf<typeof calls>, target: Target, status: 'Active' | 'Inactive'): Promise<boolean> {
  if ((await statusOf(iam, target)) === status) return false
  await iam.updateAccessKey({ UserName: target.user, AccessKeyId: target.key, Status: status })
  return true
}

/** Of the user's keys, of which there are two at most: one page. */
async function statusOf(iam: Pick<ClientOf<typeof calls>, 'listAccessKeys'>, { user, key }: Target): Promise<string> {
  const { AccessKeyMetadata: keys = [] } = await iam.listAccessKeys({ UserName: user })
  const found = keys.find(({ AccessKeyId: id }) => id === key)
  if (found?.Status === undefined) throw new CannotAct(`user ${user} has no access key ${key}`)
  return found.Status
}
