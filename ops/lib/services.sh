# shellcheck shell=bash
# Starting and ending the parts of ops/up. Source it after common.sh and paths.sh.

# start_part NAME APP COMMAND...: detached, its own session, output to the log; nothing happens when APP runs already.
start_part() {
  local name="$1" app="$2"
  shift 2
  if is_ours "$pids/$name.pid" "$app" >/dev/null; then
    return
  fi
  mkdir -p "$pids" "$logs"
  setsid "$@" >>"$logs/$name.log" 2>&1 </dev/null &
  printf '%s\n' "$!" >"$pids/$name.pid"
}

# part_alive NAME APP: fails the script when the part has ended instead of getting ready.
part_alive() {
  is_ours "$pids/$1.pid" "$2" >/dev/null && return
  tail -n 20 "$logs/$1.log" >&2
  fail "$1 ended instead of starting; its last words stand above, all of them in $logs/$1.log"
}

http_ready() { [[ $(http_status "$1" /health/ready 2>/dev/null) == 200 ]]; }

server_ready() {
  # A moment between fork and exec has the shell's command line.
  http_ready "$1" && return
  sleep 0.2
  part_alive ticket-server "$server_app"
  return 1
}

monitor_ready() {
  http_ready "$1" && return
  sleep 0.2
  part_alive printer-monitor "$monitor_app"
  return 1
}

reporting_ready() {
  # Ready comes later, when the projections have caught up; live is enough to begin with.
  [[ $(http_status "$1" /health/live 2>/dev/null) == 200 ]] && return
  sleep 0.2
  part_alive reporting "$reporting_app"
  return 1
}

printer_ready() {
  port_listens "$2" && return
  sleep 0.2
  part_alive "$1" "$printer_app"
  return 1
}

agent_ready() {
  [[ -S $1 ]] && TICKETFLOW_AGENT_SOCKET="$1" "$cli_app" jobs --json >/dev/null 2>&1 && return
  sleep 0.2
  part_alive agent "$agent_app"
  return 1
}

# The socket's path must fit into 107 bytes.
agent_socket() {
  local path="$run/agent/agent.sock"
  if ((${#path} > 100)); then
    path="${TMPDIR:-/tmp}/ticketflow-$(id -u)-$(printf '%s' "$run" | cksum | cut -d' ' -f1)/agent.sock"
  fi
  printf '%s\n' "$path"
}

# Roles and database: the ticket server owns its database, the monitor and reporting their schemas there; nothing more. A ticket server lets
# them read the log; to see what other sessions still hold back of it, they may read statistics. BI tools read reporting's views alone;
# who seals the log reads it and adds seals.
# The statements stand in no argument and no file.
prepare_postgres() {
  local port="$1" password="$2" monitor="$3" reporting="$4" bi="$5" auditor="$6" psql
  psql="$(find /usr/lib/postgresql -path '*/bin/psql' | sort -V | tail -n1)"
  PGPASSWORD="$(cat "$secrets/postgres-admin")" "$psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres -d postgres <<SQL
set client_min_messages = warning;
do \$\$ begin
  if not exists (select from pg_roles where rolname = 'ticketflow') then
    create role ticketflow login nosuperuser nocreatedb nocreaterole;
  end if;
end \$\$;
alter role ticketflow password '$password';
do \$\$ begin
  if not exists (select from pg_roles where rolname = 'ticketflow_monitor') then
    create role ticketflow_monitor login nosuperuser nocreatedb nocreaterole;
  end if;
end \$\$;
alter role ticketflow_monitor password '$monitor';
do \$\$ begin
  if not exists (select from pg_roles where rolname = 'ticketflow_reporting') then
    create role ticketflow_reporting login nosuperuser nocreatedb nocreaterole;
  end if;
  if not exists (select from pg_roles where rolname = 'ticketflow_bi') then
    create role ticketflow_bi login nosuperuser nocreatedb nocreaterole connection limit 10;
  end if;
  if not exists (select from pg_roles where rolname = 'ticketflow_auditor') then
    create role ticketflow_auditor login nosuperuser nocreatedb nocreaterole connection limit 5;
  end if;
end \$\$;
alter role ticketflow_reporting password '$reporting';
alter role ticketflow_bi password '$bi';
alter role ticketflow_auditor password '$auditor';
alter role ticketflow_bi set statement_timeout = '60s';
alter role ticketflow_bi set default_transaction_read_only = on;
grant pg_read_all_stats to ticketflow_monitor, ticketflow_reporting;
select 'create database ticketflow owner ticketflow' where not exists (select from pg_database where datname = 'ticketflow') \gexec
revoke all on database ticketflow from public;
grant connect on database ticketflow to ticketflow_monitor, ticketflow_bi, ticketflow_auditor;
grant connect, create on database ticketflow to ticketflow_reporting;
\connect ticketflow
create schema if not exists monitor authorization ticketflow_monitor;
SQL
}

# Virtual host, the server's account and the monitor's, from ops/broker/definitions.json through the management API.
prepare_rabbitmq() {
  local port="$1" password="$2" monitor="$3" body credentials status
  body="$(sed "s/@SERVER_PASSWORD@/$password/; s/@MONITOR_PASSWORD@/$monitor/" "$tf_root/ops/broker/definitions.json")"
  credentials="$(printf 'tf.admin:%s' "$(cat "$secrets/rabbitmq-admin")" | base64 -w0)"
  exec 8<>"/dev/tcp/127.0.0.1/$port"
  printf 'POST /api/definitions HTTP/1.0\r\nHost: 127.0.0.1\r\nAuthorization: Basic %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
    "$credentials" "${#body}" "$body" >&8
  read -r -t 20 status <&8 || status="no answer"
  exec 8>&-
  [[ $status == *" 204"* ]] || fail "RabbitMQ refused ops/broker/definitions.json: $status"
}
