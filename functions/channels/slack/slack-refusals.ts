// The errors of chat.postMessage, chat.update and conversations.history, by what they mean for us.
// https://docs.slack.dev/reference/methods/chat.postMessage#errors

/** They pass by themselves. */
export const notNow: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'messaging_processing_failed',
  // The workspace or the channel is being moved.
  'team_added_to_org',
  'org_login_required',
  'external_channel_migrating',
])

/** The message stands, but cannot be changed: too late, or an earlier app of ours posted it. */
export const asItIs: ReadonlySet<string> = new Set([
  'edit_window_closed',
  'cant_update_message',
  'message_not_owned_by_app',
])

/** Repeating the same message never helps. */
export const aboutThisMessage: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'markdown_text_conflict',
  'too_many_attachments',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'invalid_arguments',
  'invalid_arg_name',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_form_data',
  'invalid_post_type',
  'missing_post_type',
  'slack_connect_file_link_sharing_blocked',
])

const token = 'put the bot token (xoxb-…) into the SSM parameter that the stack names as SlackTokenParameter'
const admins = "ask your workspace's admins to let the bot post"
const channelId = 'check its id in andon.config.ts, and invite the bot to it'
const other = 'name another channel in andon.config.ts'
const update = "update Andon: it calls one of Slack's methods that is no more"

/** What people have to do, by the error. Until then nothing is taken. */
export const remedies: ReadonlyMap<string, string> = new Map(
  Object.entries({
    invalid_auth: token,
    not_authed: token,
    token_revoked: token,
    token_expired: token,
    invalid_token: token,
    not_allowed_token_type: token,
    account_inactive: token,
    missing_scope: 'give the bot the scopes chat:write and channels:history',
    metadata_must_be_sent_from_app: token,
    team_access_not_granted: 'install the app in the workspace of the channel',
    two_factor_setup_required: "set up two-factor authentication for the token's account",
    accesslimited: 'let AWS Lambda call Slack: the workspace takes calls from some addresses alone',
    access_denied: admins,
    ekm_access_denied: admins,
    enterprise_is_restricted: admins,
    message_limit_exceeded: 'wait, or take a paid plan: the workspace has sent as many messages as a free one may',
    method_deprecated: update,
    deprecated_endpoint: update,
    channel_not_found: channelId,
    team_not_found: channelId,
    not_in_channel: 'invite the bot to it',
    no_permission: 'invite the bot to it',
    is_archived: other,
    channel_type_not_supported: other,
    method_not_supported_for_channel_type: other,
    restricted_action: admins,
    restricted_action_read_only_channel: admins,
    restricted_action_thread_only_channel: other,
  }),
)
