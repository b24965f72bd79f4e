package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.meterweave.record.Fact;
import io.meterweave.record.Facts;
import io.meterweave.record.Quantity;
import io.meterweave.record.UsageDraft;
import io.meterweave.ring.Counter;
import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingOptions;
import io.meterweave.ring.RingWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dead ring in which a page is zeros and bits are flipped, anywhere: what is lost is counted to the last record. */
class RingStrokesTest {
    private static final int SEEDS = Integer.getInteger("strokes", 2_000);
    private static final int RECORDS = 400;
    private static final int PAGE = 4096;
    private static final int DATA = 8192;
    private static final EpochIdentity IDENTITY = new EpochIdentity(EpochId.next(), "service", "instance");

    @TempDir(factory = MemoryDirs.class)
    Path root;

    @Test
    void whatIsLostIsCounted() throws IOException {
        int inexact = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Path dir = root.resolve("ring-" + seed);
            Files.createDirectories(dir);
            int used = fill(MappedRing.create(dir.toFile(), new RingOptions(1, 1 << 17, 0)), random);
            strike(dir, used, random);
            Counters counters = Counters.inMemory();
            JournalWriter writer =
                    new JournalWriter(IDENTITY, new MemoryJournal(64 << 20), counters, SealOptions.DEFAULT);
            MappedRing ring = MappedRing.openDead(dir.toFile(), RingOptions.DEFAULT);
            ring.endAtDamage(writer::isWhole);
            do {
                while (writer.drain(ring) > 0) {
                    // Until nothing is left before the next hole.
                }
            } while (writer.passHoles(ring));
            counters.add(Counter.CORRUPT, ring.damages());
            if (counters.get(Counter.CORRUPT) != RECORDS - writer.usages()) {
                System.out.println("seed " + seed + ": lost " + (RECORDS - writer.usages()) + ", told "
                        + counters.get(Counter.CORRUPT));
                inexact++;
            }
        }
        assertThat(inexact).isZero();
    }

    private static int fill(MappedRing ring, Random random) {
        UsageDraft draft = new UsageDraft();
        RingWriter writer = new RingWriter();
        int used = 0;
        for (int i = 0; i < RECORDS; i++) {
            draft.begin(
                    Facts.NONE
                            .with(Fact.OPERATION, "predict")
                            .with(Fact.PROVIDER, "onnxruntime")
                            .with(Fact.DEVICE, "cpu"),
                    Facts.NONE.with(Fact.SUBJECT, "acme" + "x".repeat(i % 3 * random.nextInt(30))));
            draft.start(1_000_000L * i);
            draft.set(Quantity.INPUT_TOKENS, i);
            draft.set(Quantity.WALL_TIME_NS, random.nextInt(1 << 20));
            int length = draft.encode();
            assertThat(ring.offer(writer, draft.bytes(), length)).isTrue();
            used += (8 + length + 7) & ~7;
        }
        return used;
    }

    private static void strike(Path dir, int used, Random random) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(dir.resolve("0000.ring").toFile(), "rw")) {
            file.seek(DATA + (long) PAGE * random.nextInt(1, used / 8 * 7 / PAGE));
            file.write(new byte[PAGE]);
            for (int i = 0; i < 3; i++) {
                int at = DATA + random.nextInt(used / 8, used / 8 * 7);
                file.seek(at);
                int before = file.read();
                file.seek(at);
                file.write(before ^ 1 << random.nextInt(8));
            }
        }
    }
}
