package io.meterweave.exporter.file;

import io.meterweave.journal.ChronicleJournal;
import io.meterweave.journal.ChronicleOptions;
import io.meterweave.journal.Epoch;
import io.meterweave.journal.Journal;
import io.meterweave.journal.JournalWriter;
import io.meterweave.journal.Recovery;
import io.meterweave.journal.SealOptions;
import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingOptions;
import io.meterweave.ring.RingWriter;
import io.meterweave.ship.DeadLetters;
import io.meterweave.ship.Shipper;
import io.meterweave.spi.ExporterSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures; tests nothing, and is run by name only. Docs: benchmarks.md.
 *
 * <ul>
 *   <li>what an append costs: to a bare Chronicle queue, through the journal's writer (numbered, checked, rendered, hashed
 *       for the manifest), and with the file exporter shipping beside it; in turns, on the same disk;
 *   <li>how long a dead JVM's backlog of {@code cost.backlog} records takes to recover and to ship.
 * </ul>
 */
class PipelineCost {
    private static final int RECORDS = Integer.getInteger("cost.records", 500_000);
    private static final int BACKLOG = Integer.getInteger("cost.backlog", 1_000_000);
    private static final int ROUNDS = 5;

    /** The caller empties the ring itself where it is full: to wait for that would be to wait for nobody. */
    private static final RingOptions NO_WAIT =
            new RingOptions(RingOptions.DEFAULT.stripes(), RingOptions.DEFAULT.stripeBytes(), 0);

    private static final int SAME_SIZE_AS_AN_ENTRY = 200;
    private static final Facts MODEL = Facts.NONE
            .with(Fact.OPERATION, "predict")
            .with(Fact.PROVIDER, "onnxruntime")
            .with(Fact.REQUEST_MODEL, "sha256:0a1b2c3d4e5f6071")
            .with(Fact.DEVICE, "cpu");
    private static final Facts SCOPE = Facts.NONE.with(Fact.SUBJECT, "acme");

    @TempDir
    Path temp;

    private final UsageDraft draft = new UsageDraft();
    private final RingWriter caller = new RingWriter();

    @Test
    void throughput() throws Exception {
        List<Double> bare = new ArrayList<>();
        List<Double> journal = new ArrayList<>();
        List<Double> shipped = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            double chronicle = bare(temp.resolve("bare" + round));
            double journaled = life(temp.resolve("journal" + round), false);
            double both = life(temp.resolve("ship" + round), true);
            if (round >= 0) {
                bare.add(chronicle);
                journal.add(journaled);
                shipped.add(both);
            }
        }
        print("bare Chronicle append of " + SAME_SIZE_AS_AN_ENTRY + " bytes", bare, bare);
        print("ring to journal, with manifests", journal, bare);
        print("ring to journal and journal to files", shipped, bare);
    }

    private static void print(String what, List<Double> nanos, List<Double> base) {
        Collections.sort(nanos);
        Collections.sort(base);
        System.out.printf(
                "%-40s median %6.0f ns a record (%.0f to %.0f), %.1f times bare Chronicle%n",
                what,
                nanos.get(ROUNDS / 2),
                nanos.get(0),
                nanos.get(ROUNDS - 1),
                nanos.get(ROUNDS / 2) / base.get(ROUNDS / 2));
    }

    private static double bare(Path dir) {
        byte[] bytes = new byte[SAME_SIZE_AS_AN_ENTRY];
        try (SingleChronicleQueue queue = SingleChronicleQueueBuilder.binary(dir)
                        .blockSize(1 << 20)
                        .build();
                ExcerptAppender appender = queue.createAppender()) {
            long start = System.nanoTime();
            for (int i = 0; i < RECORDS; i++) {
                try (DocumentContext document = appender.writingDocument()) {
                    document.wire().bytes().write(bytes);
                }
            }
            return (System.nanoTime() - start) / (double) RECORDS;
        }
    }

    /** One life of a JVM; answers nanoseconds a record, in which the callers' own share is some percent. */
    private double life(Path root, boolean ship) throws Exception {
        try (Epoch epoch = Epoch.create(root, "cost", "here");
                Journal journal = ChronicleJournal.open(epoch.journal(), ChronicleOptions.DEFAULT)) {
            Counters counters = Counters.open(epoch.counters().toFile());
            MappedRing ring = MappedRing.create(epoch.ring().toFile(), NO_WAIT);
            Shipper shipper = shipper(root, counters);
            Thread thread = new Thread(shipper);
            long start = System.nanoTime();
            if (ship) {
                shipper.add(epoch.identity(), journal, epoch.cursor("file"), DeadLetters.of(epoch, "file"), null);
                thread.start();
            }
            JournalWriter writer = write(epoch, journal, counters, ring, RECORDS);
            while (writer.drain(ring, () -> {}) > 0) {
                // Until it is empty.
            }
            if (ship) {
                shipper.stop(Long.MAX_VALUE / 4);
                thread.join();
                if (shipper.shipped() < RECORDS) {
                    throw new IllegalStateException("shipped " + shipper.shipped());
                }
            }
            return (System.nanoTime() - start) / (double) RECORDS;
        }
    }

    private static Shipper shipper(Path root, Counters counters) {
        return new Shipper(
                "file",
                new FileExporterFactory().create(new ExporterSettings("file", root, Map.of("type", "file"))),
                counters,
                line -> {
                    throw new IllegalStateException(line);
                });
    }

    /** Leaves in the ring what it holds in the end. */
    private JournalWriter write(Epoch epoch, Journal journal, Counters counters, MappedRing ring, int records)
            throws IOException {
        JournalWriter writer = new JournalWriter(epoch.identity(), journal, counters, SealOptions.DEFAULT);
        for (int i = 0; i < records; ) {
            while (i < records && offer(ring, i)) {
                i++;
            }
            while (i < records && writer.drain(ring, () -> {}) > 0) {
                // Until it is empty.
            }
        }
        return writer;
    }

    private boolean offer(MappedRing ring, long i) {
        draft.begin(MODEL, SCOPE);
        draft.start(System.nanoTime());
        draft.set(Quantity.INPUT_TOKENS, i & 127);
        draft.set(Quantity.ITEMS, 1);
        draft.set(Quantity.WALL_TIME_NS, 4_200_000 + (i & 0xffff));
        draft.set(Quantity.DEVICE_TIME_NS, 4_200_000 + (i & 0xffff));
        int length = draft.encode();
        return ring.offer(caller, draft.bytes(), length);
    }

    @Test
    void backlog() throws Exception {
        Path root = temp.resolve("backlog");
        try (Epoch epoch = Epoch.create(root, "cost", "here");
                Journal journal = ChronicleJournal.open(epoch.journal(), ChronicleOptions.DEFAULT)) {
            Counters counters = Counters.open(epoch.counters().toFile());
            JournalWriter unused = write(epoch, journal, counters, ring(epoch), BACKLOG);
        }
        Epoch dead = Epoch.list(root).get(0).tryLock();
        if (dead == null) {
            throw new IllegalStateException("the epoch is locked");
        }
        long start = System.nanoTime();
        Recovery recovery = Recovery.run(dead);
        double recovered = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        try (Journal journal = ChronicleJournal.open(dead.journal(), ChronicleOptions.DEFAULT)) {
            CountDownLatch ended = new CountDownLatch(1);
            Shipper shipper = shipper(root, Counters.open(dead.counters().toFile()));
            shipper.add(
                    dead.identity(),
                    journal,
                    dead.cursor("file"),
                    DeadLetters.of(dead, "file"),
                    complete -> ended.countDown());
            Thread thread = new Thread(shipper);
            thread.start();
            ended.await();
            shipper.stop(0);
            thread.join();
        }
        double shipped = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "backlog of %,d events (%,d of them from the ring): recovered in %.1f s, shipped to files in %.1f s%n",
                recovery.lastSequence(), recovery.recovered(), recovered, shipped);
        dead.close();
    }

    private static MappedRing ring(Epoch epoch) throws IOException {
        return MappedRing.create(epoch.ring().toFile(), NO_WAIT);
    }
}
