#!/bin/sh
# systemd starts this when the service has failed for good, and at every start of the machine.
# It must work after any bad update, so it needs nothing of the update, not even Node.
set -eu
cd "${1:-/opt/andon-light}"

if [ -L fall-back-to ]; then
  # An update is on trial and failed. Renaming is one step: power may fail at any time.
  bad=$(readlink current || :)
  mv -T fall-back-to current
  sync
  echo "the update $bad failed its trial: going back to $(readlink current)"
elif [ -z "${MONITOR_SERVICE_RESULT:-}" ]; then
  # The machine starts, and no update was on trial.
  exit 0
elif [ "${MONITOR_EXIT_STATUS:-}" = 78 ]; then
  echo 'the settings cannot be used. See why with: journalctl -u andon-light. Correct them, then run: sudo systemctl restart andon-light'
  exit 0
else
  echo 'starting the service again in a minute'
  sleep 60
fi

systemctl daemon-reload
systemctl reset-failed andon-light.service || :
# Does not wait: the service starts after this script has ended.
systemctl start --no-block andon-light.service
