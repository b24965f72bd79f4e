package io.meterweave.exporter.http;

import static io.meterweave.exporter.http.Events.event;
import static io.meterweave.exporter.http.Events.events;
import static io.meterweave.exporter.http.Events.exporter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.exporter.http.RawTarget.Connection;
import io.meterweave.exporter.http.RawTarget.Treatment;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that end in the wrong place, and answers that come late, twice or not at all: nothing counts as accepted. */
@Timeout(60)
class NetworkFaultTest {
    private static final String ACCEPTED = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String FAILED = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";
    private static final String TOKEN = "t0ken-of-the-test";

    private static void fails(HttpExporter exporter, List<UsageEvent> batch, String said) {
        assertThatThrownBy(() -> exporter.export(batch))
                .isInstanceOf(ExportException.class)
                .isNotInstanceOf(RefusedException.class)
                .hasMessageStartingWith("cannot send to http://127.0.0.1:")
                .hasMessageContaining(said)
                .hasNoCause();
    }

    private static Treatment answering(String answer) {
        return connection -> {
            connection.request();
            connection.write(answer);
        };
    }

    @Test
    void acceptedAndClosedWithoutAnAnswer() throws Exception {
        try (RawTarget target = new RawTarget(
                connection -> {
                    connection.request();
                    connection.socket.close();
                },
                answering(ACCEPTED))) {
            HttpExporter exporter = exporter(target.url());
            fails(exporter, events(1, 50), "unexpected end of stream");
            exporter.export(events(1, 50));
            target.done();
        }
    }

    @Test
    void answersThatAreCutOff() throws Exception {
        String[] cut = {
            "HTTP/1.1 20",
            "HTTP/1.1 200 OK\r\nContent-Le",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n12345",
            "HTTP/1.1 100 Continue\r\n\r\n",
        };
        for (String answer : cut) {
            try (RawTarget target = new RawTarget(connection -> {
                connection.request();
                connection.write(answer);
                connection.socket.close();
            })) {
                fails(exporter(target.url()), events(1, 5), "Exception: ");
                target.done();
            }
        }
    }

    @Test
    void answersThatAreNone() throws Exception {
        String[] garbage = {
            "SSH-2.0-OpenSSH_9.2 " + TOKEN + "\u001b[2J\r\n\r\n",
            "\u0000\u0001\u0002\u0003".repeat(1_000) + "\r\n\r\n",
            "HTTP/1.1 2x0 " + TOKEN + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n" + "X: 1\r\n".repeat(100_000) + "\r\n",
        };
        for (String answer : garbage) {
            try (RawTarget target = new RawTarget(connection -> {
                connection.request();
                try {
                    connection.write(answer);
                } catch (java.io.IOException e) {
                    // It has seen enough.
                }
                connection.socket.close();
            })) {
                assertThatThrownBy(() -> exporter(target.url(), "token", TOKEN).export(events(1, 5)))
                        .isInstanceOf(ExportException.class)
                        .isNotInstanceOf(RefusedException.class)
                        .hasNoCause()
                        .satisfies(e -> assertThat(e.getMessage())
                                .hasSizeLessThan(500)
                                .doesNotContain(TOKEN)
                                .matches("\\P{Cntrl}*"));
                target.done();
            }
        }
    }

    /** What has come too much for one request is no answer to the next. */
    @Test
    void anAnswerThatComesTwiceCountsOnce() throws Exception {
        Treatment twice = connection -> {
            connection.request();
            connection.write(ACCEPTED + ACCEPTED);
            next(connection);
        };
        try (RawTarget target = new RawTarget(twice, answering(FAILED))) {
            HttpExporter exporter = exporter(target.url());
            exporter.export(events(1, 5));
            fails(exporter, events(6, 10), "it answers 500");
        }
    }

    /** Another request on a connection that had one, if there is any. */
    private static void next(Connection connection) {
        try {
            connection.request();
            connection.write(FAILED);
        } catch (java.io.IOException e) {
            // As it should be: there was none.
        }
    }

    @Test
    void anAnswerThatComesTooLateCountsForNothing() throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        Treatment late = connection -> {
            connection.request();
            given.await();
            try {
                connection.write(ACCEPTED);
            } catch (java.io.IOException e) {
                // Nobody listens any more.
            }
        };
        try (RawTarget target = new RawTarget(late, answering(FAILED))) {
            HttpExporter exporter = exporter(target.url(), "timeout", "300ms");
            fails(exporter, events(1, 5), "imeout");
            given.countDown();
            fails(exporter, events(1, 5), "it answers 500");
            target.done();
        }
    }

    @Test
    void anAnswerThatTricklesInIsNotWaitedForLongerThanTheWhole() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Treatment trickle = connection -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            try {
                while (over.getCount() > 0) {
                    connection.write("x");
                    over.await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
                }
            } catch (java.io.IOException e) {
                // It has had enough.
            }
        };
        try (RawTarget target = new RawTarget(trickle)) {
            fails(exporter(target.url(), "timeout", "500ms"), events(1, 5), "imeout");
            over.countDown();
            target.done();
        }
    }

    /** It cannot have what it has not read. */
    @Test
    void anAcceptanceOfAPartOfTheRequestIsNone() throws Exception {
        byte[] noise = new byte[12 << 20];
        new Random(1).nextBytes(noise);
        List<UsageEvent> large = List.of(event(1, new String(noise, "ISO-8859-1")));
        Treatment hasty = connection -> {
            connection.head();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            connection.socket.close();
        };
        try (RawTarget target = new RawTarget(hasty)) {
            fails(exporter(target.url()), large, "");
            target.done();
        }
    }
}
