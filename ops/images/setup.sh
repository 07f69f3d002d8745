#!/usr/bin/env bash
# Once per start of the containers: registers the printers and enrols the agent, unless that was done before.
set -euo pipefail

"$TF_APP" printer add office-1 --address 127.0.0.1:9101 --slots 4
"$TF_APP" printer add office-2 --address 127.0.0.1:9102 --slots 4
"$TF_APP" printer monitor office-1 --protocol none
"$TF_APP" printer monitor office-2 --protocol none
if [[ ! -s /data/credentials.json ]]; then
  "$TF_APP" agent enrol first-agent --credentials /data/credentials.json
fi
