import type { Aws } from '../aws.ts'
import type { Deployment } from '../deployment.ts'
import { faultInWords } from '../fault-in-words.ts'
import { cannotTell, type Finding } from './finding.ts'

/** The deployment that is looked at. */
export interface Patient {
  readonly deployment: Deployment
  readonly aws: Aws
  /** What to paste, for the region that was looked at. */
  readonly awsCli: (words: string) => string
  /** Likewise, for the stack that was looked at. */
  readonly andonCli: (words: string) => string
}

export function patientOf(deployment: Deployment, aws: Aws): Patient {
  const region = deployment.outputs.get('AlarmsTopic')?.split(':')[3]
  const stage = /^Andon-(.+)$/.exec(deployment.stack)?.[1]
  return {
    deployment,
    aws,
    awsCli: (words) => `aws ${words}${region === undefined ? '' : ` --region ${region}`}`,
    andonCli: (words) => `npx andon ${stage === undefined ? '' : `--stage ${stage} `}${words}`,
  }
}

/** One thing that cannot be looked at must not hide the others. @param what would have been looked at */
export async function attempt<T>(what: string, look: () => Promise<T>): Promise<T | Finding> {
  try {
    return await look()
  } catch (error) {
    return cannotTell(what, faultInWords(error))
  }
}
