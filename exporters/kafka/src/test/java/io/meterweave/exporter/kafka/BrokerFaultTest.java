package io.meterweave.exporter.kafka;

import static io.meterweave.exporter.kafka.Events.exporter;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A broker that dies and a network that fails, under load: in the end each event is there, once by its id, and each
 * subject's are in order by the first record of each.
 */
@Timeout(120)
class BrokerFaultTest {
    private static final String[] IMPATIENT = {
        "producer.max.block.ms", "1500",
        "producer.request.timeout.ms", "500",
        "producer.delivery.timeout.ms", "600",
        "producer.batch.size", "2000",
        "producer.reconnect.backoff.max.ms", "100"
    };
    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.get();
    }

    @Test
    void brokerIsKilledAndStartsAgain() throws Exception {
        String topic = broker.topic(3);
        Load load = new Load(exporter(broker.servers(), topic, IMPATIENT));
        try (load) {
            for (int i = 0; i < 2; i++) {
                load.awaitMore(2_000);
                broker.kill();
                load.awaitFailures(1);
                broker.start();
            }
            load.awaitMore(2_000);
        }
        assertThat(load.lastFailure()).contains("exporter.kafka.producer.bootstrap.servers=" + broker.servers());
        load.assertHeldBy(Stored.bySubject(Stored.in(broker.servers(), topic)));
    }

    @Test
    void connectionsAreResetAndSwallowWhatIsSent() throws Exception {
        String topic = broker.topic(3);
        try (Proxy proxy = new Proxy(broker.proxy, broker.proxied)) {
            Load load = new Load(exporter("127.0.0.1:" + broker.proxy, topic, IMPATIENT));
            try (load) {
                for (int i = 0; i < 6; i++) {
                    load.awaitMore(1_000);
                    proxy.reset();
                    load.awaitMore(1_000);
                    proxy.swallow(i % 2 == 0);
                    load.awaitFailures(1);
                    proxy.reset();
                }
                load.awaitMore(1_000);
            }
            load.assertHeldBy(Stored.bySubject(Stored.in(broker.servers(), topic)));
        }
    }
}
