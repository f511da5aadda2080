// One browser for all of these stories: to start one costs more than most of them.
import './console/page.ts'
import './console/lamp.ts'
import './console/people.ts'
import './console/answer.ts'
import './console/strangers.ts'
import './console/acts.ts'
import './console/playbooks.ts'
