package io.meterweave.exporter.pubsub;

import static io.meterweave.exporter.pubsub.Events.events;
import static io.meterweave.exporter.pubsub.Events.exporter;
import static io.meterweave.exporter.pubsub.RawService.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.exporter.pubsub.RawService.Treatment;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that end in the wrong place, come late, twice or without an end: nothing counts as accepted. */
@Timeout(60)
class HostileAnswersTest {
    private static final String ACCEPTED = "HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{\"messageIds\":[\"9\"]}\r\n";
    private static final String FAILED = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";

    private static void fails(PubSubExporter exporter, String said) {
        assertThatThrownBy(() -> exporter.export(events(1, 1)))
                .isInstanceOf(ExportException.class)
                .isNotInstanceOf(RefusedException.class)
                .hasMessageStartingWith("cannot publish to http://127.0.0.1:")
                .hasMessageContaining(said)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).matches("\\P{Cntrl}*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 20",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{\"messageIds\":[\"9\"]}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"messageIds\":[\"9\"]}",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2 \u001b[2J\r\n\r\n",
            })
    void isCutOffOrNoAnswer(String answer) throws Exception {
        try (RawService service = new RawService(answering(answer), answering(ACCEPTED))) {
            PubSubExporter exporter = exporter(service.port());
            fails(exporter, "Exception: ");
            exporter.export(events(1, 1));
            service.done();
        }
    }

    @Test
    void isResetInTheMiddle() throws Exception {
        Treatment reset = connection -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{\"messageIds\"");
            connection.reset();
        };
        try (RawService service = new RawService(reset)) {
            fails(exporter(service.port()), "Exception: ");
            service.done();
        }
    }

    @Test
    void comesTwiceAndCountsOnce() throws Exception {
        try (RawService service = new RawService(answering(ACCEPTED + ACCEPTED), answering(FAILED))) {
            PubSubExporter exporter = exporter(service.port());
            exporter.export(events(1, 1));
            fails(exporter, "it answers 500");
            service.done();
        }
    }

    @Test
    void comesTooLate() throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        Treatment late = connection -> {
            connection.request();
            given.await();
        };
        try (RawService service = new RawService(late, answering(FAILED))) {
            PubSubExporter exporter = exporter(service.port(), "timeout", "300ms");
            fails(exporter, "imeout");
            given.countDown();
            fails(exporter, "it answers 500");
        }
    }

    @Test
    void tricklesIn() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Treatment trickle = connection -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            try {
                do {
                    connection.write(" ");
                } while (!over.await(20, TimeUnit.MILLISECONDS));
            } catch (IOException e) {
                // It has had enough.
            }
        };
        try (RawService service = new RawService(trickle)) {
            fails(exporter(service.port(), "timeout", "500ms"), "imeout");
            over.countDown();
            service.done();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 500})
    void hasNoEnd(int status) throws Exception {
        try (FakePubSub service = new FakePubSub()) {
            service.instead(exchange -> {
                exchange.sendResponseHeaders(status, 0);
                byte[] much = "{\"messageIds\":[".repeat(10_000).getBytes("US-ASCII");
                try {
                    while (true) {
                        exchange.getResponseBody().write(much);
                    }
                } catch (IOException e) {
                    // It has had enough.
                }
            });
            fails(exporter(service.port()), "it answers " + status);
        }
    }

    /** What is not read to its end may say anything there. */
    @Test
    void hasMoreBehindItsIds() throws Exception {
        try (FakePubSub service = new FakePubSub()) {
            service.instead(200, "{\"messageIds\":[\"9\"]}" + " ".repeat(200_000));
            fails(exporter(service.port()), "it answers 200 without ids");
        }
    }

    /** It cannot have what it has not read. */
    @Test
    void acceptsAPartOfTheRequest() throws Exception {
        String line = Events.line(1, null, "\"" + "x".repeat(6_000_000) + "\"");
        Treatment hasty = connection -> {
            connection.socket().getInputStream().read();
            connection.write(ACCEPTED);
        };
        try (RawService service = new RawService(hasty)) {
            PubSubExporter exporter = exporter(service.port(), "gzip", "false");
            assertThatThrownBy(() -> exporter.export(List.of(Events.event(1, null, line))))
                    .isInstanceOf(ExportException.class)
                    .isNotInstanceOf(RefusedException.class);
            service.done();
        }
    }

    @Test
    void isNestedWithoutAnEnd() throws Exception {
        try (FakePubSub service = new FakePubSub()) {
            service.instead(200, "[".repeat(100_000));
            fails(exporter(service.port()), "it answers 200 without ids");
        }
    }
}
