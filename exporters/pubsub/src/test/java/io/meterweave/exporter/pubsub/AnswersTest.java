package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.event;
import static io.meterweave.exporter.pubsub.Events.events;
import static io.meterweave.exporter.pubsub.Events.exporter;
import static io.meterweave.exporter.pubsub.FakePubSub.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.PubsubMessage;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer means: accepted, refused for good, or to be waited for. */
@Timeout(60)
class AnswersTest {
    private FakePubSub service;

    @BeforeEach
    void listen() throws Exception {
        service = new FakePubSub();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private ExportException waits(List<UsageEvent> batch, String... options) {
        try {
            exporter(service.port(), options).export(batch);
        } catch (RefusedException e) {
            throw new AssertionError("refused", e);
        } catch (ExportException e) {
            assertThat(e).hasNoCause().hasMessageStartingWith("cannot publish to http://127.0.0.1:");
            assertThat(e.getMessage()).hasSizeLessThan(500).matches("\\P{Cntrl}*");
            return e;
        }
        throw new AssertionError("accepted");
    }

    @ParameterizedTest
    @CsvSource({
        "400, FAILED_PRECONDITION, FAILED_PRECONDITION: said",
        "401, UNAUTHENTICATED, UNAUTHENTICATED (see exporter.hub.credentials.file): said",
        "403, PERMISSION_DENIED, 'PERMISSION_DENIED (see exporter.hub.credentials.file, exporter.hub.topic): said'",
        "404, NOT_FOUND, NOT_FOUND (see exporter.hub.topic): said",
        "409, ABORTED, ABORTED: said",
        "429, RESOURCE_EXHAUSTED, RESOURCE_EXHAUSTED",
        "499, CANCELLED, CANCELLED: said",
        "500, INTERNAL, INTERNAL",
        "502, BAD_GATEWAY, BAD_GATEWAY",
        "503, UNAVAILABLE, UNAVAILABLE",
        "504, DEADLINE_EXCEEDED, DEADLINE_EXCEEDED",
    })
    void isWaitedFor(int status, String code, String told) {
        service.instead(status, error(status, code, "said"));
        assertThat(waits(events(1, 3))).hasMessageEndingWith(": it answers " + status + " " + told);
        assertThat(service.received).hasSize(1);
    }

    @Test
    void invalidMessagesAreRefusedAndASingleOneIsNamed() {
        service.instead(400, error(400, "INVALID_ARGUMENT", "An attribute is bad."));
        assertThatThrownBy(() -> exporter(service.port()).export(events(1, 3)))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusals()).isEmpty();
                    assertThat(e.answer()).isEqualTo("400 INVALID_ARGUMENT: An attribute is bad.");
                });
        service.instead(413, "<html>too large</html>");
        assertThatThrownBy(() -> exporter(service.port()).export(events(1, 1)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusals())
                                .containsExactly(new RefusedException.Refusal(0, "413: <html>too large</html>")));
    }

    /** Only the service can say that a message is bad: what stands between knows nothing of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it answers 400",
                "<html>Bad Request</html> | it answers 400: <html>Bad Request</html>",
                "{\"error\":\"invalid\"} | it answers 400: {\"error\":\"invalid\"}",
                "{\"error\":{\"status\":7}} | it answers 400",
                "[] | it answers 400: []",
            })
    void a400OfSomethingElseIsWaitedFor(String body, String told) {
        service.instead(400, body);
        assertThat(waits(events(1, 3))).hasMessageEndingWith(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[\"1\",\"2\",\"3\"]",
                "{\"messageIds\":[]}",
                "{\"messageIds\":[\"1\",\"2\"]}",
                "{\"messageIds\":[\"1\",\"2\",\"3\",\"4\"]}",
                "{\"messageIds\":[\"1\",\"2\",\"\"]}",
                "{\"messageIds\":[\"1\",\"2\",3]}",
                "{\"messageIds\":[\"1\",\"2\",null]}",
                "{\"messageIds\":\"123\"}",
                "{\"messageIds\":[\"1\",\"2\",\"3\"]",
                "{\"messageIds\":[\"1\",\"2\",\"3\"]} {}",
                "{'messageIds':['1','2','3']}",
                "{\"messageIds\":[\"1\",\"2\",\"3\"],}",
                "<html>welcome to this hotel</html>",
            })
    void withoutAnIdForEachMessageNothingIsAcknowledged(String body) {
        service.instead(200, body);
        assertThat(waits(events(1, 3))).hasMessageContaining("to 3 messages");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 204, 206})
    void anotherSuccessIsNone(int status) {
        service.instead(status, status == 204 ? "" : "{\"messageIds\":[\"1\"]}");
        waits(events(1, 1));
    }

    @ParameterizedTest
    @CsvSource({"429, 7, 7000", "503, 0, 0", "503, 301, 300000", "503, 99999999999999999999, 0", "429, soon, 0"})
    void waitsAsLongAsItIsTold(int status, String value, long millis) {
        service.instead(status, "", "Retry-After", value);
        ExportException failure = waits(events(1, 1));
        assertThat(failure.retryAfterMillis()).isEqualTo(millis);
        assertThat(failure).hasMessageEndingWith("it answers " + status);
        assertThat(service.received).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) throws Exception {
        try (FakePubSub other = new FakePubSub()) {
            service.instead(status, "", "Location", other.endpoint() + "/v1/x:publish");
            assertThat(waits(events(1, 1)))
                    .hasMessageContaining("a redirect to " + other.endpoint())
                    .hasMessageContaining("see exporter.hub.endpoint");
            assertThat(other.received).isEmpty();
        }
    }

    /** With faults before and after the messages are kept, and one subject's usage in the order in which it was made. */
    @Test
    void everythingArrivesAndTheIdTellsWhatCameTwice() throws Exception {
        Random random = new Random(1);
        List<UsageEvent> all = new ArrayList<>();
        for (int i = 1; i <= 3_000; i++) {
            all.add(event(i, i % 10 == 0 ? null : "s" + i % 7));
        }
        PubSubExporter exporter = exporter(service.port(), "ordering", "subject", "batch.events", "50");
        for (int from = 0; from < all.size(); from += 500) {
            for (boolean acknowledged = false; !acknowledged; ) {
                switch (random.nextInt(4)) {
                    case 0 -> service.instead(503, "");
                    case 1 -> service.keepAnd(exchange -> FakePubSub.answer(exchange, 504, ""));
                    case 2 -> service.keepAnd(exchange -> FakePubSub.answer(exchange, 200, "{\"messageIds\":[\"1\"]}"));
                    default -> {}
                }
                try {
                    exporter.export(all.subList(from, from + 500));
                    acknowledged = true;
                } catch (ExportException e) {
                    assertThat(e).isNotInstanceOf(RefusedException.class);
                }
            }
        }
        List<PubsubMessage> messages = service.messages();
        Map<String, Long> last = new HashMap<>();
        Map<String, PubsubMessage> byId = new HashMap<>();
        for (PubsubMessage message : messages) {
            long sequence = Long.parseLong(message.getAttributesOrThrow("ce-sequence"));
            if (byId.putIfAbsent(message.getAttributesOrThrow("ce-id"), message) == null) {
                String key = message.getOrderingKey();
                assertThat(sequence).isGreaterThan(last.getOrDefault(key, 0L));
                last.put(key, sequence);
            }
        }
        assertThat(byId).hasSize(3_000);
        assertThat(messages).as("duplicates").hasSizeBetween(3_001, 6_000);
    }
}
