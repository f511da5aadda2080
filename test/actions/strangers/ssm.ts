import { CreateDocumentCommand, ListCommandsCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Owner, Scenarios } from './scenario.ts'

const document = 'Restart-Checkout'
const instance = 'i-0123456789abcdef0'

async function aDocument(as: Owner, DocumentType: 'Automation' | 'Command', content: object) {
  const Content = JSON.stringify(content)
  const made = { Name: document, Content, DocumentType, DocumentFormat: 'JSON' } as const
  await as.client(SSMClient).send(new CreateDocumentCommand(made))
}

let tokens = new Set<string>()

export const scenarios: Scenarios = {
  runAutomation: {
    async prepare(as) {
      tokens = new Set()
      await aDocument(as, 'Automation', {
        schemaVersion: '0.3',
        parameters: { AutomationAssumeRole: { type: 'String', description: 'the role' } },
        mainSteps: [{ name: 'pause', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }],
      })
      return { document, assumeRole: 'arn:aws:iam::000000000000:role/restarts' }
    },
    instead: {
      StartAutomationExecution: {
        why: 'moto does not know executions of Automations',
        answer({ ClientToken }: { ClientToken: string }) {
          tokens.add(ClientToken)
          return { AutomationExecutionId: '73c8eef8-f4ee-4a05-820c-e354fad7a7f1' }
        },
      },
    },
    beside: { 'iam:PassRole': 'AWS asks for it when the role is passed on, and not as a call' },
    acted: async () => expect(tokens.size).toBe(1),
  },
  runCommand: {
    async prepare(as) {
      await aDocument(as, 'Command', {
        schemaVersion: '2.2',
        parameters: { service: { type: 'String', description: 'what to restart' } },
        mainSteps: [{ name: 'restart', action: 'aws:runShellScript', inputs: { runCommand: ['echo {{ service }}'] } }],
      })
      return { document, parameters: { service: ['checkout'] }, instance }
    },
    instead: {
      DescribeInstanceInformation: {
        why: 'moto does not know managed instances',
        answer: () => ({ InstanceInformationList: [{ InstanceId: instance, PingStatus: 'Online' }] }),
      },
    },
    async acted(as) {
      const { Commands } = await as.client(SSMClient).send(new ListCommandsCommand())
      expect(Commands).toMatchObject([{ DocumentName: document, InstanceIds: [instance], MaxErrors: '0' }])
    },
  },
}
