package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.EPOCH;
import static io.meterweave.exporter.pubsub.Events.event;
import static io.meterweave.exporter.pubsub.Events.events;
import static io.meterweave.exporter.pubsub.Events.exporter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is published, in which requests. */
@Timeout(60)
class PublishingTest {
    @TempDir
    Path temp;

    private FakePubSub service;

    @BeforeEach
    void listen() throws Exception {
        service = new FakePubSub();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static List<Long> sequences(List<PubsubMessage> messages) {
        return messages.stream()
                .map(m -> Long.parseLong(m.getAttributesOrThrow("ce-sequence")))
                .toList();
    }

    @Test
    void binaryModeToTheByte() throws Exception {
        exporter(service.port()).export(List.of(event(7, "cüst\\\"1")));
        String data = Base64.getEncoder().encodeToString(Events.data(7).getBytes(UTF_8));
        assertThat(service.received).singleElement().satisfies(request -> {
            assertThat(request.body())
                    .isEqualTo("{\"messages\":[{\"attributes\":{\"ce-specversion\":\"1.0\",\"ce-id\":\"" + EPOCH
                            + ".7\",\"ce-source\":\"/meterweave/a/b\",\"ce-type\":\"io.meterweave.usage.v1\","
                            + "\"ce-subject\":\"cüst\\\"1\",\"ce-time\":\"2026-11-22T10:00:00.123456Z\","
                            + "\"ce-datacontenttype\":\"application/json\",\"ce-sequence\":\"0000000000000000007\","
                            + "\"ce-partitionkey\":\"cüst\\\"1\"},\"data\":\"" + data + "\"}]}");
            assertThat(request.headers())
                    .containsEntry("Content-Type", "application/json; charset=utf-8")
                    .containsEntry("Content-Encoding", "gzip")
                    .containsEntry("Connection", "close")
                    .containsEntry("Accept-Encoding", "identity")
                    .containsEntry("User-Agent", "meterweave")
                    .doesNotContainKey("Authorization");
        });
        PubsubMessage message = service.messages().get(0);
        assertThat(message.getAttributesOrThrow("ce-subject")).isEqualTo("cüst\"1");
        assertThat(message.getData().toStringUtf8()).isEqualTo(Events.data(7));
        assertThat(message.getOrderingKey()).isEmpty();
    }

    @Test
    void structuredModeKeepsTheWholeLine() throws Exception {
        UsageEvent event = event(7, "cust-1");
        exporter(service.port(), "mode", "structured", "gzip", "false", "ordering", "subject")
                .export(List.of(event));
        assertThat(service.received.get(0).headers()).doesNotContainKey("Content-Encoding");
        PubsubMessage message = service.messages().get(0);
        assertThat(message.getAttributesMap())
                .containsOnly(java.util.Map.entry("content-type", "application/cloudevents+json"));
        assertThat(message.getData().toByteArray()).isEqualTo(event.json());
        assertThat(message.getOrderingKey()).isEqualTo("cust-1");
    }

    @Test
    void noMoreMessagesThanTheServiceTakes() throws Exception {
        exporter(service.port()).export(events(1, 2_000));
        assertThat(service.published)
                .extracting(PublishRequest::getMessagesCount)
                .containsExactly(1_000, 1_000);
        exporter(service.port(), "batch.events", "7").export(events(2_001, 2_016));
        assertThat(service.published)
                .extracting(PublishRequest::getMessagesCount)
                .endsWith(7, 7, 2);
        assertThat(sequences(service.messages())).isSorted().hasSize(2_016);
    }

    @Test
    void noMoreBytesThanTheServiceTakes() throws Exception {
        List<UsageEvent> large = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            large.add(event(i, null, Events.line(i, null, "\"" + "x".repeat(1_000_000) + "\"")));
        }
        PubSubExporter exporter = exporter(service.port());
        assertThat(exporter.fitting(large)).isEqualTo(6);
        exporter.export(large);
        assertThat(service.published)
                .extracting(PublishRequest::getMessagesCount)
                .containsExactly(6, 6, 4);
        assertThat(sequences(service.messages())).isSorted().hasSize(16);
    }

    /** The service decides about it: what is around its bytes may be less than was reckoned with. */
    @Test
    void anEventThatIsTooLargeIsSentAlone() throws Exception {
        UsageEvent large = event(2, null, Events.line(2, null, "\"" + "x".repeat(6_800_000) + "\""));
        PubSubExporter exporter = exporter(service.port());
        assertThat(exporter.fitting(List.of(large, event(3, null)))).isEqualTo(1);
        exporter.export(List.of(event(1, null), large, event(3, null)));
        assertThat(service.published)
                .extracting(PublishRequest::getMessagesCount)
                .containsExactly(1, 1, 1);
        assertThat(sequences(service.messages())).containsExactly(1L, 2L, 3L);
    }

    /** Whatever the mode, a message has no more bytes than were reckoned with. */
    @Test
    void aMessageIsNoLongerThanItsBound() {
        for (String subject : new String[] {null, "s", "é\\\"".repeat(60), "\\u0001".repeat(42)}) {
            for (String data : new String[] {"{}", "[1]", "{\"a\":\"" + "é".repeat(500) + "\"}"}) {
                UsageEvent event = event(Long.MAX_VALUE, subject, Events.line(Long.MAX_VALUE, subject, data));
                for (boolean structured : new boolean[] {true, false}) {
                    MessageWriter writer = new MessageWriter(structured, true);
                    assertThat(writer.message(event).length + 1L)
                            .as("%s %s", subject, data)
                            .isLessThanOrEqualTo(writer.atMost(event));
                }
            }
        }
    }

    @Test
    void aRequestIsAboutOneOrderingKey() throws Exception {
        List<UsageEvent> mixed = new ArrayList<>();
        String[] subjects = {"a", "b", null, "a", "a", "b", "c", null, "a"};
        for (int i = 0; i < subjects.length; i++) {
            mixed.add(event(i + 1, subjects[i]));
        }
        exporter(service.port(), "ordering", "subject", "batch.events", "3").export(mixed);
        assertThat(service.published.stream()
                        .map(r -> r.getMessages(0).getOrderingKey() + sequences(r.getMessagesList())))
                .containsExactly("a[1, 4, 5]", "a[9]", "b[2, 6]", "[3, 8]", "c[7]");
    }

    /** Otherwise a batch with many subjects might never be done with. */
    @Test
    void whatHasArrivedIsNotPublishedAgainBecauseOfTheRest() throws Exception {
        List<UsageEvent> mixed = List.of(event(1, "a"), event(2, "b"), event(3, "c"), event(4, "a"));
        PubSubExporter exporter = exporter(service.port(), "ordering", "subject");
        service.keepAnd(exchange -> FakePubSub.answer(exchange, 200, "{\"messageIds\":[\"1\",\"2\"]}"));
        service.keepAnd(exchange -> FakePubSub.answer(exchange, 503, ""));
        assertThatThrownBy(() -> exporter.export(mixed)).isInstanceOf(ExportException.class);
        assertThat(sequences(service.messages())).containsExactly(1L, 4L, 2L);
        exporter.export(mixed);
        assertThat(sequences(service.messages())).containsExactly(1L, 4L, 2L, 2L, 3L);
        exporter.export(mixed);
        assertThat(sequences(service.messages())).as("a new batch").hasSize(9);
    }

    /** A selector of the application's: it is not asked where a proxy could read what is sent, and may fail in any way. */
    @Test
    void whatIsSentInClearGoesPastAllProxies() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                throw new IllegalStateException("no proxies");
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
        try (PubSubExporter inClear = exporter(service.port());
                PubSubExporter encrypted = new PubSubExporter(
                        Events.config("endpoint", "https://127.0.0.1:" + service.port(), "credentials.file", key()))) {
            inClear.export(events(1, 3));
            assertThatThrownBy(() -> encrypted.export(events(1, 3)))
                    .isInstanceOf(ExportException.class)
                    .hasMessageEndingWith("java.lang.IllegalStateException: no proxies");
        } finally {
            ProxySelector.setDefault(before);
        }
        assertThat(service.messages()).hasSize(3);
    }

    private String key() throws Exception {
        return new ServiceAccount()
                .write(temp.resolve("key.json"), service.endpoint())
                .toString();
    }

    @Test
    void whatIsNoEventIsNamed() {
        List<UsageEvent> batch = List.of(event(1, null), event(2, null, "{\"id\": \"x\"}"), event(3, null));
        assertThatThrownBy(() -> exporter(service.port()).export(batch))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusals()).singleElement().satisfies(refusal -> {
                            assertThat(refusal.index()).isEqualTo(1);
                            assertThat(refusal.answer()).startsWith("no canonical event");
                        }));
        assertThat(service.received).isEmpty();
    }
}
