package io.meterweave.ring;

import io.meterweave.record.DeviceTimeSource;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Outcome;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageDraft;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures; tests nothing, and is run by name only: {@code mvn test -pl core/pipeline -am -Dtest=RingCost
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 *
 * <p>What a record costs below the hook, without advice and reader: filled, encoded and offered to a stripe between two readings of
 * the clock, against those two readings alone, burst by burst in one JVM; another thread reads and frees what was offered. Medians.
 */
class RingCost {
    private static final int CALLS = 224;
    private static final int BURSTS = 20_000;
    private static final Facts MODEL = Facts.NONE
            .with(Fact.OPERATION, "predict")
            .with(Fact.PROVIDER, "onnxruntime")
            .with(Fact.REQUEST_MODEL, "sha256:0a1b2c3d4e5f6071")
            .with(Fact.DEVICE, "cpu");
    private static final Facts SCOPE =
            Facts.NONE.with(Fact.SUBJECT, "customer-1").with(Fact.SUBJECT_SOURCE, "scope");

    private final UsageDraft draft = new UsageDraft();
    private final RingWriter writer = new RingWriter();

    @SuppressWarnings("unused") // so that what is read has an effect
    private volatile long sink;

    @TempDir
    Path dir;

    @Test
    void nanosARecord() throws Exception {
        RingSegment segment = RingSegment.create(new File(dir.toFile(), "0000.ring"), 64, 1 << 16);
        double[] pairs = new double[BURSTS];
        double[] records = new double[BURSTS];
        double[] encodes = new double[BURSTS];
        ExecutorService drain = Executors.newSingleThreadExecutor();
        try {
            for (int i = -BURSTS / 2; i < BURSTS; i++) {
                double pair = pairs();
                double record = records(segment);
                double encode = encodes();
                drain.submit(() -> drain(segment)).get();
                if (i >= 0) {
                    pairs[i] = pair;
                    records[i] = record;
                    encodes[i] = encode;
                }
            }
        } finally {
            drain.shutdown();
        }
        System.out.printf(
                Locale.ROOT,
                "record of %d bytes: two nanoTime() %.1f ns, with a record between and behind them %.1f ns (%.2f times); encoding %.1f ns%n",
                draft.encode(),
                median(pairs),
                median(records),
                median(records) / median(pairs),
                median(encodes));
    }

    private double pairs() {
        long begin = System.nanoTime();
        long all = 0;
        for (int i = 0; i < CALLS; i++) {
            long start = System.nanoTime();
            all += System.nanoTime() - start;
        }
        sink = all;
        return (double) (System.nanoTime() - begin) / CALLS;
    }

    private double records(RingSegment segment) {
        long begin = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            long start = System.nanoTime();
            int length = encode(start, System.nanoTime() - start);
            if (segment.offer(writer, draft.bytes(), length) == 0) {
                throw new IllegalStateException("no room");
            }
        }
        return (double) (System.nanoTime() - begin) / CALLS;
    }

    private double encodes() {
        long begin = System.nanoTime();
        long all = 0;
        for (int i = 0; i < CALLS; i++) {
            all += encode(i, i);
        }
        sink = all;
        return (double) (System.nanoTime() - begin) / CALLS;
    }

    private int encode(long start, long wall) {
        draft.begin(MODEL, SCOPE);
        draft.start(start);
        draft.set(Quantity.WALL_TIME_NS, wall);
        draft.set(Quantity.DEVICE_TIME_NS, wall);
        draft.deviceTimeSource(DeviceTimeSource.WALL);
        draft.outcome(Outcome.OK);
        return draft.encode();
    }

    private void drain(RingSegment segment) {
        long[] sum = {0};
        for (int stripe = 0; stripe < segment.stripes(); stripe++) {
            long to = segment.drain(stripe, CALLS, (s, position, record) -> {
                for (int at = 0; at + Long.BYTES <= record.remaining(); at += Long.BYTES) {
                    sum[0] += record.getLong(at);
                }
            });
            if (to != segment.freed(stripe)) {
                segment.free(stripe, to);
            }
        }
        sink = sum[0];
    }

    private static double median(double[] of) {
        double[] sorted = of.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
