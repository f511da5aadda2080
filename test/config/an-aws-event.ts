interface Given {
  readonly source: string
  readonly type: string
  readonly resources?: readonly string[]
  readonly detail: object
}

/** As EventBridge delivers it. */
export const anAwsEvent = ({ source, type, resources = [], detail }: Given) => ({
  version: '0',
  id: `${source} ${JSON.stringify(detail).length}`,
  'detail-type': type,
  source,
  account: '123456789012',
  time: '2026-11-21T09:00:00Z',
  region: 'eu-central-1',
  resources,
  detail,
})
