package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.config;
import static io.meterweave.exporter.pubsub.Events.event;
import static io.meterweave.exporter.pubsub.Events.events;
import static io.meterweave.exporter.pubsub.Events.exporter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.PubsubMessage;
import com.sun.net.httpserver.HttpServer;
import io.meterweave.ship.Delivery;
import io.meterweave.ship.Patience;
import io.meterweave.ship.Refused;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of usage between the shipping thread and a service that fails, ends, or was never there. */
@Timeout(60)
class ShippingTest {
    private static final int STORM = 40;

    @TempDir
    Path temp;

    private FakePubSub service;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void listen() throws Exception {
        service = new FakePubSub();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /** As a subscriber has it that drops repeated ids, which are repeated to the byte. */
    private static Map<String, PubsubMessage> byId(List<PubsubMessage> messages) {
        Map<String, PubsubMessage> byId = new HashMap<>();
        for (PubsubMessage message : messages) {
            PubsubMessage before = byId.put(message.getAttributesOrThrow("ce-id"), message);
            assertThat(before).isIn(null, message);
        }
        return byId;
    }

    private List<Refused> deliver(PubSubExporter exporter, List<UsageEvent> batch) {
        return new Delivery("hub", exporter, said::add, new Patience()).deliver(batch);
    }

    /** What is said first; nothing of the batch is done with then. */
    private String failure(PubSubExporter exporter, List<UsageEvent> batch) {
        said.clear();
        Patience patience = new Patience();
        Delivery delivery = new Delivery(
                "hub",
                exporter,
                line -> {
                    said.add(line);
                    patience.end(0);
                },
                patience);
        assertThat(delivery.deliver(batch)).isNull();
        exporter.close();
        assertThat(said).hasSize(1);
        return said.get(0);
    }

    @Test
    void aStormOfRepetitionsAndDeathsIsHeldOnce() {
        Random random = new Random(6);
        PubSubExporter exporter = exporter(service.port());
        int failed = 0;
        for (int i = 0; i < STORM; i++) {
            switch (random.nextInt(4)) {
                case 0 -> service.instead(503, "");
                case 1 -> service.instead(exchange -> {});
                case 2 -> service.keepAnd(exchange -> FakePubSub.answer(exchange, 500, ""));
                default -> service.keepAnd(exchange -> {});
            }
            long from = 1 + random.nextInt(8);
            try {
                exporter.export(events(from, from + random.nextInt(5)));
            } catch (ExportException e) {
                assertThat(e).isNotInstanceOf(RefusedException.class);
                failed++;
            }
        }
        assertThat(failed).isEqualTo(STORM);
        assertThat(deliver(exporter, events(1, 12))).isEmpty();
        assertThat(byId(service.messages())).hasSize(12);
        assertThat(service.messages()).hasSizeGreaterThan(24);
    }

    /** Not only its connection: nobody listens any more, until it is started again. */
    @Test
    void aServiceThatEndsWhenItHasTakenABatchHoldsItOnce() throws Exception {
        Thread ending = new Thread(service::close);
        service.keepAnd(exchange -> ending.start());
        assertThat(failure(exporter(service.port()), events(1, 4))).contains("see exporter.hub.emulator");
        ending.join();
        assertThat(failure(exporter(service.port()), events(1, 4))).contains("Failed to connect");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port());
        try (FakePubSub again = new FakePubSub(HttpServer.create(address, 0))) {
            assertThat(deliver(exporter(again.port()), events(1, 4))).isEmpty();
            List<PubsubMessage> both = new ArrayList<>(service.messages());
            both.addAll(again.messages());
            assertThat(both).hasSize(8);
            assertThat(byId(both)).hasSize(4);
        }
    }

    /** The service knows no window, and its own time is when it was published. */
    @Test
    void aBacklogOfFortyDaysIsTaken() {
        String time = Instant.now().minus(Duration.ofDays(40)).toString();
        String line = Events.line(1, "cust-1", "{}").replace("2026-11-22T10:00:00.123456Z", time);
        assertThat(deliver(exporter(service.port()), List.of(event(1, "cust-1", line), event(2, "cust-1"))))
                .isEmpty();
        assertThat(said).isEmpty();
        assertThat(service.messages())
                .hasSize(2)
                .first()
                .satisfies(message ->
                        assertThat(message.getAttributesOrThrow("ce-time")).isEqualTo(time));
    }

    @Test
    void whatIsWrongIsToldInOneLineThatNamesTheKeyAndNothingIsLost() throws Exception {
        ServiceAccount account = new ServiceAccount();
        service.guard = account::signed;
        String key = account.write(temp.resolve("key"), "https://oauth2/token").toString();
        String wrong = new ServiceAccount()
                .write(temp.resolve("wrong"), "https://oauth2/token")
                .toString();
        String none = Files.writeString(temp.resolve("none"), "{}").toString();
        String topic = FakePubSub.TOPIC.replace("usage", "others");
        try (WrongPlaces places = new WrongPlaces(service.port())) {
            List<String[]> mistakes = new ArrayList<>(List.of(
                    new String[] {"credentials.file", wrong},
                    new String[] {"credentials.file", none},
                    new String[] {"credentials.file", temp.resolve("gone").toString()},
                    new String[] {"topic", topic}));
            places.endpoints().forEach(url -> mistakes.add(new String[] {"endpoint", url}));
            for (String[] mistake : mistakes) {
                Map<String, String> options =
                        new HashMap<>(Map.of("endpoint", service.endpoint(), "credentials.file", key));
                options.put(mistake[0], mistake[1]);
                // Who is spoken to in TLS may wait for the end of a line.
                options.put("timeout", mistake[0].equals("endpoint") ? "500ms" : "30s");
                assertThat(failure(with(options), events(1, 3)))
                        .as("%s", Arrays.toString(mistake))
                        .startsWith("exporter hub failed: cannot publish to http")
                        .endsWith("; usage stays in the journal and is sent again")
                        .containsPattern(Pattern.quote("exporter.hub." + mistake[0]) + "[;,)]")
                        .doesNotContain("eyJ", account.secret().substring(100, 150))
                        .matches("\\P{Cntrl}{1,600}");
            }
        }
        assertThat(service.messages()).isEmpty();
        assertThat(deliver(with(Map.of("endpoint", service.endpoint(), "credentials.file", key)), events(1, 3)))
                .isEmpty();
        assertThat(byId(service.messages())).hasSize(3);
    }

    private static PubSubExporter with(Map<String, String> options) {
        List<String> flat = new ArrayList<>();
        options.forEach((option, value) -> flat.addAll(List.of(option, value)));
        return new PubSubExporter(config(flat.toArray(String[]::new)));
    }

    @Test
    void anEmulatorThatIsNotThereIsNamed() throws Exception {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody.close();
            assertThat(failure(exporter(nobody.getLocalPort()), events(1, 1)))
                    .contains("no answer (see exporter.hub.emulator): java.net.ConnectException: ");
        }
        assertThatThrownBy(() -> config("topic", "usage"))
                .hasMessageStartingWith("exporter.hub.topic=usage: allowed is projects/<project>/topics/<topic>");
    }
}
