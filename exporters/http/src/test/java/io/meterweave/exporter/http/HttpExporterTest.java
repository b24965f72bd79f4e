package io.meterweave.exporter.http;

import static io.meterweave.exporter.http.Events.array;
import static io.meterweave.exporter.http.Events.event;
import static io.meterweave.exporter.http.Events.events;
import static io.meterweave.exporter.http.Events.exporter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.exporter.http.Target.Received;
import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, and what each answer means. */
@Timeout(60)
class HttpExporterTest {
    private Target target;

    @BeforeEach
    void listen() throws Exception {
        target = new Target();
    }

    @AfterEach
    void stop() {
        target.close();
    }

    @Test
    void postsAnArrayOfTheEventsOwnBytes() throws Exception {
        exporter(target.url()).export(events(1, 20));
        Received received = target.received().get(0);
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.uri()).isEqualTo("/events?meter=1");
        assertThat(received.header("Content-Type")).isEqualTo("application/cloudevents-batch+json");
        assertThat(received.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(received.header("Content-Length")).isEqualTo(Integer.toString(received.raw().length));
        assertThat(received.body()).isEqualTo(array(1, 20));
        assertThat(received.header("Authorization")).isNull();
        assertThat(target.received()).hasSize(1);
    }

    @Test
    void uncompressedWhereItIsToBe() throws Exception {
        exporter(target.url(), "gzip", "false").export(events(1, 3));
        Received received = target.received().get(0);
        assertThat(received.header("Content-Encoding")).isNull();
        assertThat(received.raw()).isEqualTo(array(1, 3).getBytes("UTF-8"));
    }

    @Test
    void splitsByNumberInOrder() throws Exception {
        exporter(target.url(), "batch.events", "7").export(events(1, 16));
        assertThat(bodies()).containsExactly(array(1, 7), array(8, 14), array(15, 16));
    }

    @Test
    void splitsBySizeAndSendsWhatIsTooLargeAlone() throws Exception {
        List<UsageEvent> batch = new ArrayList<>();
        for (int length : new int[] {339, 340, 341, 340, 341, 2_000, 1, 1_021}) {
            batch.add(event(length, "x".repeat(length)));
        }
        exporter(target.url(), "batch.bytes", "1KiB").export(batch);
        // Brackets and commas count: 339 + 340 + 341 and four more are 1,024.
        assertThat(bodies().stream().map(body -> body.split(",").length + ":" + body.length()))
                .containsExactly("3:1024", "2:684", "1:2002", "1:3", "1:1023");
    }

    /** Where the JVM's selector knows none for the URL, the socket does not ask it for one of its own. */
    @Test
    void asksForAProxyOnce() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri.getScheme());
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
        try {
            exporter(target.url()).export(events(1, 3));
        } finally {
            ProxySelector.setDefault(before);
        }
        assertThat(asked).containsExactly("http");
    }

    private List<String> bodies() throws Exception {
        List<String> bodies = new ArrayList<>();
        for (Received each : target.received()) {
            bodies.add(each.body());
        }
        return bodies;
    }

    @Test
    void aRepetitionHasTheSameBytes() throws Exception {
        target.next(500, "");
        HttpExporter exporter = exporter(target.url());
        assertThatThrownBy(() -> exporter.export(events(1, 50))).isInstanceOf(ExportException.class);
        exporter.export(events(1, 50));
        exporter(target.url()).export(events(1, 50));
        assertThat(target.received()).hasSize(3);
        assertThat(target.received().get(1).raw())
                .isEqualTo(target.received().get(0).raw());
        assertThat(target.received().get(2).raw())
                .isEqualTo(target.received().get(0).raw());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 206, 299})
    void anyOfThe2xxAccepts(int status) throws Exception {
        target.next(status, status == 204 ? "" : "fine");
        exporter(target.url()).export(events(1, 3));
        assertThat(target.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatCanNeverBeTakenIsRefusedWithoutNames(int status) throws Exception {
        target.next(status, "row\r\n 3 is \u001b[31mbad" + "!".repeat(5_000));
        assertThatThrownBy(() -> exporter(target.url()).export(events(1, 3)))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusals()).isEmpty();
                    assertThat(e.answer())
                            .startsWith("HTTP " + status + ": row   3 is  [31mbad!!!")
                            .hasSize(RefusedException.MOST_CHARACTERS);
                });
        assertThat(target.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                401, 402, 403, 404, 405, 407, 408, 409, 410, 411, 415, 421, 425, 429, 431, 500, 501, 502, 503, 504, 599
            })
    void whatMayBeCuredIsSentAgainByTheCallerOnly(int status) throws Exception {
        target.next(status, "because", "Retry-After", "0");
        assertThatThrownBy(() -> exporter(target.url()).export(events(1, 3)))
                .isInstanceOf(ExportException.class)
                .isNotInstanceOf(RefusedException.class)
                .hasMessageStartingWith("cannot send to http://127.0.0.1:" + target.port() + "/events: ")
                .hasMessageContaining(Integer.toString(status))
                .hasNoCause();
        assertThat(target.received()).hasSize(1);
    }

    @Test
    void whatIsBehindAFailureIsNotSent() throws Exception {
        target.next(204, "").next(500, "");
        HttpExporter exporter = exporter(target.url(), "batch.events", "2");
        assertThatThrownBy(() -> exporter.export(events(1, 6))).isInstanceOf(ExportException.class);
        assertThat(bodies()).containsExactly(array(1, 2), array(3, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 7", "503 7", "503 99999999999999999999"})
    void retryAfterIsHandedOn(String said) throws Exception {
        String[] words = said.split(" ");
        target.next(Integer.parseInt(words[0]), "", "Retry-After", words[1]);
        assertThatThrownBy(() -> exporter(target.url()).export(events(1, 3)))
                .isInstanceOfSatisfying(
                        ExportException.class,
                        e -> assertThat(e.retryAfterMillis()).isEqualTo(words[1].equals("7") ? 7_000 : 300_000))
                .hasMessageContaining("it answers " + words[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) throws Exception {
        try (Target other = new Target()) {
            target.next(status, "", "Location", other.url());
            assertThatThrownBy(() -> exporter(target.url(), "token", "s3cr3t").export(events(1, 3)))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("it answers " + status + ", a redirect to http://127.0.0.1:" + other.port());
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void anAnswerWithoutAnEndIsReadOnlySoFar() throws Exception {
        target.next(exchange -> Target.flood(exchange, 500)).next(exchange -> Target.flood(exchange, 200));
        HttpExporter exporter = exporter(target.url());
        assertThatThrownBy(() -> exporter.export(events(1, 3)))
                .hasMessageContaining("it answers 500")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        exporter.export(events(1, 3));
        assertThat(target.received()).hasSize(2);
    }
}
