import type { DocumentDescription, InstanceInformation } from '@aws-sdk/client-ssm'
import { sessionWith } from './an-imitation.ts'

export const instance = 'i-0123456789abcdef0'
export const online = (n: number): InstanceInformation => ({
  InstanceId: `i-0123456789abcde${n}0`,
  PingStatus: 'Online',
})

interface Filter {
  readonly Key: string
  readonly Values: string[]
}

/** A document of this kind, which takes commands, and one managed instance. */
export function aManager(DocumentType: 'Automation' | 'Command') {
  const document: DocumentDescription = {
    DocumentType,
    DocumentVersion: '3',
    Status: 'Active',
    Parameters: [
      { Name: 'commands' },
      { Name: 'timeout', DefaultValue: '60' },
      ...(DocumentType === 'Automation' ? [{ Name: 'AutomationAssumeRole' }] : []),
    ],
  }
  const world = {
    instances: [{ InstanceId: instance, PingStatus: 'Online' }] as InstanceInformation[],
    /** By token. */
    automations: new Map<string, object>(),
    commands: [] as object[],
    filters: [] as Filter[],
  }
  const answers = {
    DescribeDocument: () => ({ Document: document }),
    // Two a page.
    DescribeInstanceInformation({ Filters, NextToken = '0' }: { Filters: Filter[]; NextToken?: string }) {
      world.filters = Filters
      const next = Number(NextToken) + 2
      return {
        InstanceInformationList: world.instances.slice(next - 2, next),
        NextToken: next < world.instances.length ? String(next) : '',
      }
    },
    StartAutomationExecution(call: { ClientToken: string }) {
      if (!world.automations.has(call.ClientToken)) world.automations.set(call.ClientToken, call)
      return { AutomationExecutionId: `73c8eef8-f4ee-4a05-820c-e354fad7a7f${world.automations.size}` }
    },
    SendCommand(call: object) {
      world.commands.push(call)
      return { Command: { CommandId: '92853adf-ba41-4cd6-9a88-142d1aaaa7d1' } }
    },
  }
  const state = () => [document, [...world.automations], world.commands]
  return { ...sessionWith({ answers, state }), answers, state, document, world }
}
