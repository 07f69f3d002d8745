# shellcheck shell=bash
# Where the set-up of ops/up lives. ops/up, ops/down and ops/lib/published-smoke agree by this file. Source it after common.sh.

# shellcheck disable=SC2034
{
  run="${TICKETFLOW_RUN:-$tf_root/.run}"
  logs="$run/logs"
  pids="$run/pids"
  secrets="$run/secrets"
  server_app="$tf_root/services/TicketServer/bin/Release/net10.0/TicketFlow.TicketServer"
  agent_app="$tf_root/clients/Agent/bin/Release/net10.0/TicketFlow.Agent"
  printer_app="$tf_root/ops/VirtualPrinter/bin/Release/net10.0/ticketflow-virtual-printer"
  ops_app="$tf_root/ops/Tool/bin/Release/net10.0/ticketflow-ops"
  cli_app="$tf_root/clients/Cli/bin/Release/net10.0/ticketflow"
  printers=(office-1 office-2)
  agent_id=first-agent
}

# port_of NAME: the loopback port of that part, chosen once and kept.
port_of() {
  mkdir -p "$run/ports"
  [[ -s $run/ports/$1 ]] || free_port >"$run/ports/$1"
  cat "$run/ports/$1"
}
