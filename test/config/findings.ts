import { anAwsEvent } from './an-aws-event.ts'

export const issue = (more: object) =>
  anAwsEvent({
    source: 'aws.health',
    type: 'AWS Health Event',
    detail: {
      eventArn: 'arn:aws:health:eu-central-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_7f35c',
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
      eventTypeCategory: 'issue',
      eventDescription: [{ language: 'en_US', latestDescription: 'Some instances are impaired.' }],
      ...more,
    },
  })

export const finding = (more: object) =>
  anAwsEvent({
    source: 'aws.securityhub',
    type: 'Security Hub Findings - Imported',
    detail: {
      findings: [
        {
          Id: 'arn:aws:securityhub:eu-central-1:123456789012:subscription/cis/1.2.0/2.2/finding/c82767be',
          Title: '2.2 Ensure CloudTrail log file validation is enabled',
          Description: 'It creates a digest of each log.',
          Severity: { Label: 'HIGH', Normalized: 70 },
          Workflow: { Status: 'NEW' },
          RecordState: 'ACTIVE',
          Compliance: { Status: 'FAILED' },
          ...more,
        },
      ],
    },
  })

export const guardDuty = (severity: number) =>
  anAwsEvent({
    source: 'aws.guardduty',
    type: 'GuardDuty Finding',
    detail: {
      id: '36b01b60',
      severity,
      title: 'Tor',
      description: 'An API was called.',
      type: 'UnauthorizedAccess:IAMUser',
    },
  })
