package io.meterweave.exporter.kafka;

import io.meterweave.spi.ExporterOption;
import java.util.List;

/** What the documentation says of the settings that {@link KafkaExporterConfig} reads. */
final class KafkaExporterOptions {
    static final List<ExporterOption> ALL = List.of(
            new ExporterOption(
                    "topic",
                    "",
                    "a topic's name",
                    "required: where events go. It has to be there already, and not be compacted"),
            new ExporterOption(
                    "producer.bootstrap.servers", "", "`host:port`, separated by commas", "required: the brokers"),
            new ExporterOption(
                    "mode",
                    "binary",
                    "`binary` or `structured`",
                    "`binary`: attributes are headers, the value is the data; `structured`: the value is the whole event"),
            new ExporterOption(
                    "timestamp",
                    "sent",
                    "`sent` or `event`",
                    "a record's timestamp. With `event`, a topic's retention may delete at once what arrives late"),
            new ExporterOption(
                    "producer.<property>",
                    "Kafka's own, but for those below",
                    "a property of Kafka's producer",
                    "passed on. Fixed are `acks=all`, `enable.idempotence=true` and `partitioner.ignore.keys=false`; not to be"
                            + " set are serializers, interceptors, a partitioner, transactions and `config.providers`"),
            new ExporterOption(
                    "producer.<secret>.file",
                    "",
                    "a path",
                    "the same from a file, for `sasl.jaas.config`, `ssl.keystore.password` and Kafka's other secrets. Arguments"
                            + " are visible to everyone on the machine: prefer it"),
            new ExporterOption("producer.client.id", "meterweave-<name>", "a text", "what the brokers see"),
            new ExporterOption(
                    "producer.max.block.ms",
                    "10000",
                    "a number from 1 to 600000",
                    "how long a topic that the brokers do not show is waited for"),
            new ExporterOption(
                    "producer.delivery.timeout.ms",
                    "30000",
                    "a number from 1 to 600000",
                    "how long an acknowledgement is waited for; then the batch is sent again"),
            new ExporterOption(
                    "producer.request.timeout.ms", "10000", "a number from 1 to 600000", "the same for one request"));

    private KafkaExporterOptions() {}
}
