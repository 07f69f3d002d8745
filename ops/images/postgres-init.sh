#!/usr/bin/env bash
# First start only: the ticket server's role, owner of its database, and the monitor's, owner of its schema there,
# reporting's, which makes its own schemas, that of BI tools, which reads reporting's views, and that which seals the log; nothing more.
set -euo pipefail

psql -X -v ON_ERROR_STOP=1 -U postgres -d postgres <<SQL
create role ticketflow login nosuperuser nocreatedb nocreaterole password '$(cat /run/secrets/postgres-ticketflow)';
create database ticketflow owner ticketflow;
revoke all on database ticketflow from public;
create role ticketflow_monitor login nosuperuser nocreatedb nocreaterole password '$(cat /run/secrets/postgres-monitor)';
create role ticketflow_reporting login nosuperuser nocreatedb nocreaterole password '$(cat /run/secrets/postgres-reporting)';
create role ticketflow_bi login nosuperuser nocreatedb nocreaterole connection limit 10 password '$(cat /run/secrets/postgres-bi)';
create role ticketflow_auditor login nosuperuser nocreatedb nocreaterole connection limit 5 password '$(cat /run/secrets/postgres-auditor)';
alter role ticketflow_bi set statement_timeout = '60s';
alter role ticketflow_bi set default_transaction_read_only = on;
grant pg_read_all_stats to ticketflow_monitor, ticketflow_reporting;
grant connect on database ticketflow to ticketflow_monitor, ticketflow_bi, ticketflow_auditor;
grant connect, create on database ticketflow to ticketflow_reporting;
\\connect ticketflow
create schema monitor authorization ticketflow_monitor;
SQL
