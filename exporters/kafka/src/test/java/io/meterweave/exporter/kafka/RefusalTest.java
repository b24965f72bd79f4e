package io.meterweave.exporter.kafka;

import static io.meterweave.exporter.kafka.Events.event;
import static io.meterweave.exporter.kafka.Events.events;
import static io.meterweave.exporter.kafka.Events.exporter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broker refuses: for good, or until somebody has mended what the message names. */
@Timeout(60)
class RefusalTest {
    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.get();
    }

    static String message(KafkaExporter exporter, List<UsageEvent> batch) {
        ExportException e = catchThrowableOfType(ExportException.class, () -> exporter.export(batch));
        assertThat(e).isNotInstanceOf(RefusedException.class).hasNoCause();
        assertThat(e.getMessage()).matches("\\P{Cntrl}*").hasSizeLessThan(500);
        return e.getMessage();
    }

    private static List<UsageEvent> withOneOf(int length) {
        List<UsageEvent> batch = new ArrayList<>(events(1, 40));
        batch.set(17, event(18, "cust-1", "{\"x\":\"" + "x".repeat(length) + "\"}"));
        return batch;
    }

    /** Sends it as the shipping thread would; answers the sequences that became dead letters. */
    private static List<Long> deadLetters(KafkaExporter exporter, List<UsageEvent> batch) {
        List<String> complaints = new ArrayList<>();
        List<Refused> refused = new Delivery("kafka", exporter, complaints::add, new Patience()).deliver(batch);
        assertThat(complaints).isEmpty();
        return refused.stream().map(each -> each.event().sequence()).toList();
    }

    @Test
    void soIsOneThatTheBrokerFindsTooLarge() throws Exception {
        String topic = broker.topic(1, "max.message.bytes", "8000");
        try (KafkaExporter exporter = exporter(broker.servers(), topic)) {
            assertThat(deadLetters(exporter, withOneOf(9_000))).containsExactly(18L);
            exporter.export(events(41, 60));
        }
        var held = Stored.bySubject(Stored.in(broker.servers(), topic));
        assertThat(held.values().stream().mapToInt(List::size).sum()).isEqualTo(59);
        assertThat(held.get("cust-1")).isSorted();
    }

    @Test
    void aRecordThatIsInvalidIsADeadLetter() throws Exception {
        // Without a key there: the broker takes none of these, and names them.
        String topic = broker.topic(1, "cleanup.policy", "compact");
        try (KafkaExporter exporter = exporter(broker.servers(), topic)) {
            assertThat(deadLetters(exporter, events(1, 8))).containsExactly(3L, 7L);
        }
        assertThat(Stored.bySubject(Stored.in(broker.servers(), topic)).values().stream()
                        .mapToInt(List::size)
                        .sum())
                .isEqualTo(6);
    }

    @Test
    void whatIsNoEventIsADeadLetter() throws Exception {
        String topic = broker.topic(1);
        List<UsageEvent> batch = new ArrayList<>(events(1, 4));
        batch.set(
                2, new UsageEvent(Events.EPOCH, 3, "io.meterweave.usage.v1", null, "{\"id\": \"x\"}".getBytes(UTF_8)));
        try (KafkaExporter exporter = exporter(broker.servers(), topic)) {
            assertThat(deadLetters(exporter, batch)).containsExactly(3L);
        }
        assertThat(Stored.bySubject(Stored.in(broker.servers(), topic)).values().stream()
                        .flatMap(List::stream)
                        .distinct())
                .containsExactlyInAnyOrder(1L, 2L, 4L);
    }

    /** A producer that lived on would store the later events of a subject without the earlier ones. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "262144"})
    void whatComesAfterAFailureIsNotStored(String batchSize) throws Exception {
        String topic = broker.topic(1, "message.timestamp.before.max.ms", "3600000");
        List<UsageEvent> batch = new ArrayList<>(events(1, 40));
        String now = Instant.now().toString();
        for (int i = 1; i < batch.size(); i++) {
            String line = new String(batch.get(i).json(), UTF_8).replace(Events.TIME, now);
            batch.set(i, new UsageEvent(Events.EPOCH, i + 1, "io.meterweave.usage.v1", "cust-1", line.getBytes(UTF_8)));
        }
        try (KafkaExporter exporter =
                exporter(broker.servers(), topic, "timestamp", "event", "producer.batch.size", batchSize)) {
            assertThat(message(exporter, batch))
                    .startsWith("a timestamp is outside the times that the topic takes: "
                            + "look at this host's clock, or set exporter.kafka.timestamp=sent: ");
        }
        assertThat(Stored.in(broker.servers(), topic)).isEmpty();
    }

    /** Of several in one request the client says only that they are invalid. */
    @Test
    void aTopicThatDoesNotTakeEventsThisOldIsWaitedFor() throws Exception {
        String topic = broker.topic(1, "message.timestamp.before.max.ms", "3600000");
        try (KafkaExporter exporter =
                exporter(broker.servers(), topic, "timestamp", "event", "producer.linger.ms", "100")) {
            assertThat(message(exporter, events(1, 40)))
                    .startsWith("a timestamp is outside the times that the topic takes: "
                            + "look at this host's clock, or set exporter.kafka.timestamp=sent: ");
        }
        assertThat(Stored.in(broker.servers(), topic)).isEmpty();
    }

    @Test
    void aTopicThatIsMissingIsWaitedFor() throws Exception {
        String topic = "not-there-" + System.nanoTime();
        try (KafkaExporter exporter = exporter(broker.servers(), topic, "producer.max.block.ms", "700")) {
            assertThat(message(exporter, events(1, 3)))
                    .startsWith("there is no such topic at " + broker.servers()
                            + ": create it, or change exporter.kafka.topic=" + topic + ": ");
            try (Admin admin = broker.admin()) {
                admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                        .all()
                        .get();
            }
            exporter.export(events(1, 3));
        }
        assertThat(Stored.in(broker.servers(), topic)).hasSize(3);
    }

    @Test
    void aBrokerThatIsAwayIsNamed() {
        try (KafkaExporter exporter = exporter("127.0.0.1:1", "usage", "producer.max.block.ms", "300")) {
            assertThat(message(exporter, events(1, 3)))
                    .startsWith("no acknowledgement from exporter.kafka.producer.bootstrap.servers=127.0.0.1:1 for"
                            + " exporter.kafka.topic=usage: ");
        }
    }
}
