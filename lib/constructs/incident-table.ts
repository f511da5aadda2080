import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, Billing, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { listedFields } from '../../functions/domain/listed-incident.ts'
import { tableName } from '../names.ts'

/** The one truth: incidents, their timelines and the lines. All that is told and shown follows from its stream. */
export class IncidentTable extends TableV2 {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      tableName,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'expires',
      globalSecondaryIndexes: [
        {
          // Sparse: only incidents bear these keys. The adapter dynamo-listings reads it by the same names.
          indexName: 'listed',
          partitionKey: { name: 'listedIn', type: AttributeType.STRING },
          sortKey: { name: 'listedAs', type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [...listedFields],
        },
      ],
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // Not what a failed first deployment made: it would bar the table's name to the next.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
  }

  /** What lists what is open, and what was resolved. */
  get listing(): string {
    return `${this.tableArn}/index/listed`
  }
}
