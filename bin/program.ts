import { answerVerb } from './answer.ts'
import { checkVerb } from './check/check.ts'
import { decisionVerbs } from './decide.ts'
import { doctorVerb } from './doctor/doctor.ts'
import { explainVerb } from './explain/explain.ts'
import { incidentsVerb } from './incidents.ts'
import { lightVerb } from './light/light.ts'
import { pullVerb } from './pull.ts'
import { resolveVerb } from './resolve.ts'
import { runVerbs } from './run-verbs.ts'
import { statusVerb } from './status.ts'
import { stopVerbs } from './stop-and-start.ts'
import { trustVerb } from './trust.ts'
import { undoVerb } from './undo.ts'
import type { ExitCode, Host, Verb } from './verb.ts'

/** Every verb there is, in the order of the help. One more is a file, and its line here. */
const verbs: readonly Verb[] = [
  checkVerb,
  explainVerb,
  lightVerb,
  statusVerb,
  incidentsVerb,
  answerVerb,
  pullVerb,
  resolveVerb,
  ...decisionVerbs,
  undoVerb,
  trustVerb,
  ...stopVerbs,
  doctorVerb,
]

/** Runs one command. @param args without the program's own name */
export const andon = (args: readonly string[], host: Host): Promise<ExitCode> => runVerbs(args, host, verbs)
