package io.meterweave.it.cost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private final AtomicInteger received = new AtomicInteger();
    private HttpServer server;
    /** Until so long after it has come, the first request gets no answer. */
    private volatile long heldNanos;

    private volatile int status = 200;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/embed", exchange -> {
            try (exchange) {
                long end = System.nanoTime() + heldNanos;
                exchange.getRequestBody().readAllBytes();
                while (received.get() == 0 && System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                received.incrementAndGet();
                byte[] answer = new byte[5_000];
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private Load load() {
        return new Load(server.getAddress().getPort(), new Requests(Requests.MOST_WORDS));
    }

    @Test
    void aClosedLoopSendsAsManyAsItShould() {
        Load load = load();

        assertThat(load.closed(8, Requests.DIFFERENT + 1)).isPositive();
        assertThat(received.get()).isEqualTo(load.answered()).isEqualTo(Requests.DIFFERENT + 1);
    }

    /** All but the first are answered at once, but late: sent when the only connection was free again. */
    @Test
    void anOpenLoopCountsFromWhenARequestWasDue() {
        Schedule schedule = new Schedule(500, 0.1, 1);
        long last = schedule.due(schedule.count() - 1);
        heldNanos = 2 * last;

        Histogram latency = load().open(1, schedule);

        assertThat(latency.getTotalCount()).isEqualTo(schedule.count());
        assertThat(latency.getMinValue()).isGreaterThan(last * 99 / 100);
    }

    @Test
    void aRefusalEndsIt() {
        status = 503;

        assertThatThrownBy(() -> load().closed(1, 1)).hasStackTraceContaining("503");
    }
}
