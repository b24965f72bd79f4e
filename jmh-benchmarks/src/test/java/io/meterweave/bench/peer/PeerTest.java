package io.meterweave.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's is tried by the benchmark only: it needs a broker. */
class PeerTest {
    private static final int THREADS = 2;
    private static final int CALLS = 500;

    @TempDir
    Path dir;

    @ParameterizedTest(name = "{0} tells of each call, and a call that tells less is not counted")
    @ValueSource(strings = {"jfr", "logback", "chronicle", "kieker"})
    void arrived(String name) throws Exception {
        Peer peer = Peer.of(name, dir, "");
        call(peer, Facts.OF_THE_CALLS);
        peer.call(() -> "", new Facts("onnxruntime", "stub", "somebody else", 128));
        peer.call(() -> "", new Facts("onnxruntime", "stub", "customer-1", 12));
        assertThat(peer.arrived()).isEqualTo(THREADS * CALLS);
    }

    private static void call(Peer peer, Facts facts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            done.add(threads.submit(() -> {
                for (int i = 0; i < CALLS; i++) {
                    peer.call(() -> "", facts);
                }
                return null;
            }));
        }
        for (Future<?> each : done) {
            each.get();
        }
        threads.shutdown();
    }
}
