/** What the declarations do not say, for people who read the pages. */

export const serviceTitles: Readonly<Record<string, string>> = {
  appconfig: 'AWS AppConfig',
  arc: 'Recovery Controller (ARC)',
  autoscaling: 'EC2 Auto Scaling',
  cloudfront: 'CloudFront',
  codedeploy: 'CodeDeploy',
  codepipeline: 'CodePipeline',
  dynamodb: 'DynamoDB',
  ec2: 'EC2',
  ecs: 'ECS',
  elasticache: 'ElastiCache',
  eventbridge: 'EventBridge',
  http: 'HTTPS',
  iam: 'IAM',
  lambda: 'Lambda',
  rds: 'RDS and Aurora',
  s3: 'S3',
  sqs: 'SQS',
  ssm: 'Systems Manager',
  stepfunctions: 'Step Functions',
}

/** What else is to be known of an action before one chooses it. */
export const notes: Readonly<Record<string, string>> = {
  'ecs.rollBack':
    'What the service went back from, by whomever, counts as bad until somebody deploys it again (`functions/actions/ecs-history.ts`).',
}

/** Of each action that cannot be undone. */
export const whyNoUndo: Readonly<Record<string, string>> = {
  'autoscaling.refresh': 'the instances that it replaced are gone',
  'autoscaling.replaceInstance': 'the instance that it terminated is gone',
  'cloudfront.invalidate': 'CloudFront keeps the paths again by itself, as requests come',
  'codedeploy.stopAndRollBack': 'to bring the newer revision out again is a deployment of its own, for people to begin',
  'ec2.reboot': 'there is nothing to bring back: the instance runs as before',
  'ec2.stopAndStart': 'there is nothing to bring back: the instance runs again',
  'ecs.redeploy': 'there is nothing to bring back: the service has the same task definition',
  'ecs.stopTask': 'the tasks that it stopped are gone, and ECS has started others',
  'elasticache.failOver': 'to go back is a second failover, which interrupts once more',
  'http.request': 'only the host knows what it did',
  'lambda.invoke': 'only the function knows what it did',
  'rds.failOver': 'to go back is a second failover, which interrupts once more',
  'rds.failOverCluster': 'to go back is a second failover, which interrupts once more',
  'rds.growStorage': 'RDS cannot make storage smaller',
  'rds.reboot': 'there is nothing to bring back: the database runs as before',
  'sqs.redrive': 'what was moved is worked on, and nobody can tell it from other messages',
  'ssm.runAutomation': 'only the document knows what it did',
  'ssm.runCommand': 'only the document knows what it did',
  'stepfunctions.start': 'only the state machine knows what it did',
}
