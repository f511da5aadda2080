import { defineAction } from './action.ts'
import { automationChanges, automationInput, automationReads, roleParameter, tokenFrom } from './ssm-automation.ts'
import {
  commandChanges,
  commandInput,
  commandReads,
  findOnline,
  groupOf,
  instanceRefusals,
  lockOf,
  whoInWords,
} from './ssm-command.ts'
import {
  documentRefusals,
  findDocument,
  fixedFields,
  ownDocument,
  parametersInWords,
  parametersOf,
  versionInWords,
} from './ssm-document.ts'
import { arn } from './resource.ts'

// AWS Systems Manager. Every export is an action.

/** Starts an Automation, which goes on by itself. */
export const runAutomation = defineAction({
  input: automationInput,
  fixed: [...fixedFields, 'assumeRole'],
  does:
    'starts an Automation document, which then acts as the role that it is given here and no longer as the playbook; ' +
    'whether it ends well is not waited for',
  risk: 'lossy',
  locks: ({ document }) => `ssm document/${document}`,
  wait: { minutes: 10 },
  refuses: documentRefusals,
  reads: automationReads,
  changes: automationChanges,

  async look(ssm, input) {
    const given = [...Object.keys(parametersOf(input)), roleParameter]
    const { DocumentVersion } = await findDocument(ssm, input, { kind: 'Automation', given })
    return { version: DocumentVersion ?? null }
  },
  carriers: ownDocument,

  title: (input) =>
    `run Automation ${input.document}${versionInWords(input)} as ${input.assumeRole}${parametersInWords(input)}`,

  async act(ssm, input, { version }, mark) {
    const { document, assumeRole } = input
    const { AutomationExecutionId: id } = await ssm.startAutomationExecution({
      DocumentName: document,
      ...(version !== null && { DocumentVersion: version }),
      Parameters: { ...parametersOf(input), [roleParameter]: [assumeRole] },
      // AWS answers the second of two calls with the same token by what the first one started.
      ClientToken: tokenFrom(mark),
    })
    return `Automation ${document} was started (${id ?? 'no id given'})`
  },
})

/** Has instances run a document, one after the other. */
export const runCommand = defineAction({
  input: commandInput,
  fixed: [...fixedFields, 'tagged', 'atMost'],
  does:
    'runs a Command document on one instance, or on all online ones with a tag, one after the other until one fails; ' +
    'whether it ends well is not waited for',
  risk: 'lossy',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: [...documentRefusals, ...instanceRefusals],
  // SendCommand has no token, and a command that is not listed may have been sent all the same.
  atMostOnce: true,
  reads: commandReads,
  changes: commandChanges,

  async look(ssm, input) {
    const given = Object.keys(parametersOf(input))
    const { DocumentVersion } = await findDocument(ssm, input, { kind: 'Command', given })
    return { version: DocumentVersion ?? null, instances: await findOnline(ssm, input) }
  },
  carriers: (_, { instances }) => instances.map((instance) => arn('ec2', `instance/${instance}`)),
  group: groupOf,

  title: (input, seen) =>
    `run ${input.document}${versionInWords(input)} on ${whoInWords(input, seen?.instances)}${parametersInWords(input)}`,

  async act(ssm, input, { version, instances }, mark) {
    const { Command } = await ssm.sendCommand({
      DocumentName: input.document,
      ...(version !== null && { DocumentVersion: version }),
      // By their ids and not by the tag: exactly those that people were told of.
      InstanceIds: [...instances],
      ...(input.parameters !== undefined && { Parameters: parametersOf(input) }),
      // For whoever reads the list of commands.
      Comment: `Andon, incident ${mark}`,
      MaxConcurrency: '1',
      MaxErrors: '0',
      // Where it has not begun by then it is not run at all; of several instances, the last have to wait for the first.
      TimeoutSeconds: instances.length === 1 ? 120 : 3600,
    })
    const where = instances.length === 1 ? `${instances[0]}` : `${instances.length} instances, one after the other`
    return `${input.document} was sent to ${where} (${Command?.CommandId ?? 'no id given'})`
  },
})
