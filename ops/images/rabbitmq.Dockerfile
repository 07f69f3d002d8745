FROM rabbitmq:3.10-management
COPY ops/broker/definitions.json /etc/rabbitmq/definitions.template.json
COPY ops/images/rabbitmq-start.sh /rabbitmq-start.sh
RUN rabbitmq-plugins enable --offline rabbitmq_management rabbitmq_consistent_hash_exchange
ENTRYPOINT ["bash", "/rabbitmq-start.sh"]
