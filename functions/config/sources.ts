import { launchFailure } from './ready-sources/autoscaling.ts'
import { codeDeploy } from './ready-sources/codedeploy.ts'
import { codePipeline } from './ready-sources/codepipeline.ts'
import { budget, costAnomaly } from './ready-sources/cost.ts'
import { spotInterruption } from './ready-sources/ec2.ts'
import { ecsDeployment, ecsTask } from './ready-sources/ecs.ts'
import { guardDuty } from './ready-sources/guardduty.ts'
import { health } from './ready-sources/health.ts'
import { rds } from './ready-sources/rds.ts'
import { scheduledReport } from './ready-sources/scheduled-report.ts'
import { securityHub } from './ready-sources/securityhub.ts'

/** Sources for the config, ready to use: `sources.guardDuty({ line: 'platform', atLeast: 7 })`. What they give is data. */
export const sources = {
  guardDuty,
  health,
  codePipeline,
  codeDeploy,
  ecsDeployment,
  ecsTask,
  rds,
  securityHub,
  launchFailure,
  spotInterruption,
  costAnomaly,
  budget,
  scheduledReport,
}
