import { type ChildProcess, spawn } from 'node:child_process'

/** Reads `+ <pid>` and `- <pid>` until its input closes, which it does however we end; then kills what is left. */
const script = `
pids=' '
while read -r sign pid; do
  case $sign in
    +) pids="$pids$pid " ;;
    -) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
kill -9 $pids 2>/dev/null`

const living = new Set<number>()
let reaper: ChildProcess | undefined

/**
 * The child ends when this process does, also when either is killed, or spins. A shell watches over all children, for
 * a thread in each of them would cost a third of its start and 13 MB. (On Windows, children end with their parent.)
 */
export function dieWithUs(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined || process.platform === 'win32') return
  reaper ??= startReaper()
  reaper.stdin?.write(`+ ${pid}\n`)
  living.add(pid)
  child.once('exit', () => {
    living.delete(pid)
    reaper?.stdin?.write(`- ${pid}\n`)
  })
}

function startReaper(): ChildProcess {
  // In a session of its own: Ctrl-C in the terminal must not end it before us.
  const started = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  started.unref()
  // Whoever ended it: the next child starts another, which is told of all.
  started.stdin.on('error', () => undefined)
  started.once('error', () => (reaper = undefined))
  started.once('exit', () => (reaper = undefined))
  for (const pid of living) started.stdin.write(`+ ${pid}\n`)
  return started
}
