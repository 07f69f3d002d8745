#!/usr/bin/env bash
# First start only: the ticket server's role, owner of its database and nothing more.
set -euo pipefail

psql -X -v ON_ERROR_STOP=1 -U postgres -d postgres <<SQL
create role ticketflow login nosuperuser nocreatedb nocreaterole password '$(cat /run/secrets/postgres-ticketflow)';
create database ticketflow owner ticketflow;
revoke all on database ticketflow from public;
SQL
