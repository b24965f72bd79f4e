package io.meterweave.exporter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.UsageExporter;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/** Batch after batch, each again until it is acknowledged, as the shipping thread sends them; with what went wrong. */
final class Load implements AutoCloseable {
    private static final int BATCH = 200;

    private final UsageExporter exporter;
    private final Thread thread;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicReference<String> lastFailure = new AtomicReference<>("");
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private volatile boolean ending;

    Load(UsageExporter exporter) {
        this.exporter = exporter;
        this.thread = new Thread(this::run, "load");
        thread.start();
    }

    private void run() {
        try {
            for (long from = 1; !ending; from += BATCH) {
                send(from);
                acknowledged.set(from + BATCH - 1);
            }
        } catch (Throwable e) {
            broken.set(e);
        }
    }

    private void send(long from) {
        while (true) {
            try {
                exporter.export(Events.events(from, from + BATCH - 1));
                return;
            } catch (ExportException e) {
                lastFailure.set(e.getMessage());
                failures.incrementAndGet();
            }
        }
    }

    /** Waits until so many more are acknowledged. */
    void awaitMore(long events) {
        long until = acknowledged.get() + events;
        await(() -> acknowledged.get() >= until);
    }

    /** Waits until so many more batches have failed. */
    void awaitFailures(long more) {
        long until = failures.get() + more;
        await(() -> failures.get() >= until);
    }

    private void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertThat(thread.isAlive()).as(String.valueOf(broken.get())).isTrue();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    String lastFailure() {
        return lastFailure.get();
    }

    /** Lets the batch that is under way be acknowledged. */
    @Override
    public void close() throws InterruptedException {
        ending = true;
        thread.join();
        assertThat(broken.get()).isNull();
        exporter.close();
    }

    /** Nothing is missing, and by the first record of each id the events of each subject are in order. */
    void assertHeldBy(Map<String, List<Long>> bySubject) {
        TreeSet<Long> all = new TreeSet<>();
        bySubject.forEach((subject, sequences) -> {
            all.addAll(sequences);
            if (!subject.isEmpty()) {
                assertThat(sequences).as(subject).isSorted();
            }
        });
        assertThat(all)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, acknowledged.get()).boxed().toList());
    }
}
