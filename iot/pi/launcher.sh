#!/bin/sh
# The command `andon-light`: finds a Node to run on. `andon-light run` is the agent, as systemd starts it.
set -eu
here=$(dirname "$(readlink -f "$0")")

for node in "$(command -v node || :)" /usr/local/bin/node /usr/bin/node /usr/bin/nodejs; do
  [ -x "$node" ] || continue
  major=$("$node" --version | sed -n 's/^v\([0-9]*\)\..*/\1/p')
  [ "${major:-0}" -ge 20 ] || continue
  if [ "${1:-}" != run ]; then exec "$node" "$here/andon-light.mjs" "$@"; fi
  shift
  # Small rather than fast: it runs for years beside whatever else the Pi does.
  export MALLOC_ARENA_MAX=1
  exec "$node" --max-semi-space-size=1 --optimize-for-size --v8-pool-size=0 "$here/agent.mjs" "$@"
done

echo 'andon-light needs Node 20 or later. On Raspberry Pi OS (Trixie) and Debian 13, install it with:' >&2
echo '  sudo apt install nodejs' >&2
exit 69
