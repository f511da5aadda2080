#!/bin/sh
# Started by systemd whenever the lamp's service has failed for good, and at every start of the machine.
# It must work with whatever a bad update has left: so it needs nothing of it, not even Node.
set -eu
cd "${1:-/opt/andon-light}"

if [ -L fall-back-to ]; then
  # An update that has not proved itself. Renaming is one step: power may fail at any time.
  bad=$(readlink current || :)
  mv -T fall-back-to current
  sync
  echo "back from $bad to $(readlink current): the update did not prove itself"
elif [ -z "${MONITOR_SERVICE_RESULT:-}" ]; then
  # The machine starts, and no update was on trial.
  exit 0
elif [ "${MONITOR_EXIT_STATUS:-}" = 78 ]; then
  echo 'the settings cannot be used (journalctl -u andon-light says why). Then: systemctl restart andon-light'
  exit 0
else
  echo 'tries again in a minute'
  sleep 60
fi

systemctl daemon-reload
systemctl reset-failed andon-light.service || :
# Not waited for: it is ordered to start after this has ended.
systemctl start --no-block andon-light.service
