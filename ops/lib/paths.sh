# shellcheck shell=bash
# Where the set-up of ops/up lives; ops/up and ops/down agree by this file. Source it after common.sh.

# shellcheck disable=SC2034
{
  run="${TICKETFLOW_RUN:-$tf_root/.run}"
  logs="$run/logs"
  pids="$run/pids"
  secrets="$run/secrets"
  # TICKETFLOW_APPS: published programs, one folder each, instead of what the build left.
  app_of() {
    if [[ -n ${TICKETFLOW_APPS:-} ]]; then
      printf '%s\n' "$TICKETFLOW_APPS/$2/$2"
    else
      printf '%s\n' "$tf_root/$1/bin/Release/net10.0/$2"
    fi
  }
  server_app="$(app_of services/TicketServer TicketFlow.TicketServer)"
  monitor_app="$(app_of services/PrinterMonitor TicketFlow.PrinterMonitor)"
  reporting_app="$(app_of services/Reporting TicketFlow.Reporting)"
  agent_app="$(app_of clients/Agent TicketFlow.Agent)"
  printer_app="$(app_of ops/VirtualPrinter ticketflow-virtual-printer)"
  ops_app="$(app_of ops/Tool ticketflow-ops)"
  cli_app="$(app_of clients/Cli ticketflow)"
  printers=(office-1 office-2)
  agent_id=first-agent
}

# port_of NAME: the loopback port of that part, chosen once and kept.
port_of() {
  mkdir -p "$run/ports"
  [[ -s $run/ports/$1 ]] || free_port >"$run/ports/$1"
  cat "$run/ports/$1"
}
