#!/usr/bin/env bash
# Writes the node's configuration and definitions from the secrets, then starts it.
set -euo pipefail

umask 077
cat >/etc/rabbitmq/conf.d/20-ticketflow.conf <<CONF
heartbeat = 60
vm_memory_high_watermark.relative = 0.25
management.rates_mode = none
collect_statistics_interval = 30000
default_user = tf.admin
default_pass = $(cat /run/secrets/rabbitmq-admin)
default_user_tags.administrator = true
load_definitions = /etc/rabbitmq/definitions.json
CONF
sed "s/@SERVER_PASSWORD@/$(cat /run/secrets/rabbitmq-server)/; s/@MONITOR_PASSWORD@/$(cat /run/secrets/rabbitmq-monitor)/" \
  /etc/rabbitmq/definitions.template.json >/etc/rabbitmq/definitions.json
chown -R rabbitmq:rabbitmq /etc/rabbitmq
exec docker-entrypoint.sh rabbitmq-server
