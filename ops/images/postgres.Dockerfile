FROM postgres:15-bookworm
COPY ops/images/postgres-init.sh /docker-entrypoint-initdb.d/10-ticketflow.sh
