#!/usr/bin/env bash
# First start only: the ticket server's role, owner of its database, and the monitor's, owner of its schema there; nothing more.
set -euo pipefail

psql -X -v ON_ERROR_STOP=1 -U postgres -d postgres <<SQL
create role ticketflow login nosuperuser nocreatedb nocreaterole password '$(cat /run/secrets/postgres-ticketflow)';
create database ticketflow owner ticketflow;
revoke all on database ticketflow from public;
create role ticketflow_monitor login nosuperuser nocreatedb nocreaterole password '$(cat /run/secrets/postgres-monitor)';
grant pg_read_all_stats to ticketflow_monitor;
grant connect on database ticketflow to ticketflow_monitor;
\\connect ticketflow
create schema monitor authorization ticketflow_monitor;
SQL
