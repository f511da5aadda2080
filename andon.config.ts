// What a platform team edits; actions of its own are in andon.actions.ts. `npm run check` tells what is wrong, and where.
import { slack } from './functions/channels/slack/slack.ts'
import { actions } from './functions/config/actions.ts'
import { defineAndon } from './functions/config/define-andon.ts'
import { sources } from './functions/config/sources.ts'

const { ecs } = actions
const checkoutService = { cluster: 'shop', service: 'checkout' }
/** Whoever IAM lets call Andon's API. Name your own: 'iam:arn:aws:iam::*:role/Operators'. */
const anyoneInIam = ['iam:arn:aws:iam::*:user/*', 'iam:arn:aws:iam::*:role/*']
const may = { approve: anyoneInIam, run: anyoneInIam, stop: anyoneInIam, start: anyoneInIam }

export default defineAndon({
  // What each team keeps running, and which of the account's alarms are about it.
  lines: {
    checkout: {
      title: 'Checkout',
      alarms: { alarmName: [{ prefix: 'checkout-' }] },
      // For this alarm a machine tries first. Every other alarm of the line calls people at once.
      playbooks: [{ when: { alarmName: ['checkout-5xx'] }, run: 'restart-checkout' }],
      // Who may do what, beyond what everybody may: pull the cord, and answer. Once the playbook has failed by itself, whoever
      // may approve lets it act so again: `npx andon trust restart-checkout --restore`.
      may,
      channels: ['checkout'],
      // A call for help that nobody answers for so long stops the line.
      answerWithin: { minutes: 5 },
    },
    search: {
      title: 'Search',
      alarms: { alarmName: [{ prefix: 'search-' }] },
      // This one asks before it acts: `npx andon approve <incident>`, or `refuse`.
      playbooks: [{ when: { alarmName: ['search-latency'] }, run: 'scale-search' }],
      may,
      channels: ['search'],
    },
    platform: {
      title: 'Platform',
      alarms: { alarmName: [{ prefix: 'platform-' }] },
      channels: ['platform'],
    },
  },

  // The line whose people look after Andon's own devices: a lamp that is off or shows something else, a weak battery.
  platform: 'platform',

  // Where people are told: the channel's id (in Slack: at the bottom of the channel's details). Invite the bot to the
  // channel; its token goes into an SSM parameter (see README).
  channels: {
    checkout: slack('C00CHECKOUT'),
    search: slack('C000SEARCH'),
    platform: slack('C0PLATFORM'),
  },

  // Each light is one lamp, by the name that its Raspberry Pi has in AWS IoT. A light that shows several lines
  // shows the most urgent of them.
  lights: {
    'desk-1': { shows: ['checkout'] },
    'desk-2': { shows: ['search'] },
    wall: { shows: ['checkout', 'search'] },
  },

  // Anyone may pull: a press calls for help on the line, a long one stops it, a double one says it is resolved.
  cords: {
    'desk-1': { pulls: 'checkout' },
    'desk-2': { pulls: 'search' },
  },

  // Events other than alarms that call people, too: which, on which line, and what ends them (docs/sources.md).
  sources: {
    'pipeline-failed': sources.codePipeline({ line: 'checkout', pipelines: [{ prefix: 'checkout-' }] }),
    guardduty: sources.guardDuty({ line: 'platform', atLeast: 7 }),
  },

  // How far each goes by itself is its trust (docs/playbooks.md): 'suggest' unless told.
  // Countermeasures are tried one after the other until the alarm itself says OK; then people are called.
  // The role that runs a playbook holds the calls that its actions make, on what they name, and nothing else.
  playbooks: {
    'restart-checkout': {
      title: 'Restart checkout',
      trust: 'auto',
      // It does not do the same once more within a minute: 5 minutes unless told.
      cooldown: { minutes: 1 },
      countermeasures: [
        { do: ecs.redeploy(checkoutService), wait: { minutes: 5 } },
        { do: ecs.rollBack(checkoutService), wait: { minutes: 10 } },
      ],
    },
    'scale-search': {
      title: 'Scale search',
      trust: 'approve',
      cooldown: { minutes: 1 },
      countermeasures: [
        {
          do: ecs.scale({ cluster: 'shop', service: 'search', by: 2, atMost: 6 }),
          wait: { minutes: 5 },
          afterwards: 'undo',
        },
      ],
    },
  },
})
