/**
 * The SSM parameter that stops all machines, or those of one line. Its value is `run`, or says who stopped them and why;
 * until somebody stops them there is none. It is no part of the table: it must work when nothing else does.
 */
export const machinesParameter = (line?: string) => (line === undefined ? '/andon/machines' : `/andon/machines/${line}`)
export const machinesRun = 'run'
